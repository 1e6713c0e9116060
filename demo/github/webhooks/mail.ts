/** A webhook whose body is fixed but that is not sent yet. Sending never rejects. */
export type Mail = () => Promise<void>;
