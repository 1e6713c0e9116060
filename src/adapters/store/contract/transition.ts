/**
 * A change of state that took place; a method that makes one answers undefined when the row wasn't in a state that
 * allows it, or when somebody else changed it at the same moment. Whoever asked for it writes the event.
 */
export interface Transition<S extends string> {
  readonly fromState: S;
  readonly toState: S;
}
