import {
  BusyError,
  InsufficientAccessError,
  InvalidCredentialsError,
  NoSuchObjectError,
  ResultCodeError,
  UnavailableError,
} from "ldapts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";

/** Sentences about the server's results (RFC 4511, appendix A.1); what isn't one of them is a connection that failed. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof BusyError || error instanceof UnavailableError) return faults.DIRECTORY_UNREACHABLE();
  if (!(error instanceof ResultCodeError)) return faults.DIRECTORY_UNREACHABLE({ cause: error });
  return faults.DIRECTORY_REFUSED({ reason: reasonOf(error) });
}

function reasonOf(error: ResultCodeError): string {
  if (error instanceof InvalidCredentialsError) return "LDAP_BIND_DN or its password is wrong";
  if (error instanceof InsufficientAccessError) return "LDAP_BIND_DN may not do that there";
  if (error instanceof NoSuchObjectError) return "LDAP_PEOPLE_DN or LDAP_GROUPS_DN is not there";
  return `result ${String(error.code)} (${error.name})`;
}
