/**
 * What of a service a conversation follows (`PROJ`, a job's full name, `owner/repo`), as it is compared: services differ in
 * what they make of capitals, and people write as they like.
 */
export function toSourceKey(service: string, key: string): string {
  const text = key.normalize("NFC").trim();
  if (service === "jira") return text.toUpperCase();
  // Two jobs of Jenkins may differ in that alone.
  return service === "jenkins" ? text.replace(/^\/+|\/+$/g, "") : text.toLowerCase();
}
