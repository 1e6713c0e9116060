import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toLine } from "../../core/plain-text.ts";

/** useradd(8)'s own rule, and what login names may be everywhere. */
const NAME = /^[a-z_][a-z0-9_-]{0,31}$/;
const LONGEST = 32;

/** Names of system accounts and groups of the distributions that servers run, and what would be taken for one. */
const RESERVED: ReadonlySet<string> = new Set(
  `root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody nogroup operator
  halt shutdown adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip src shadow utmp video sasl plugdev
  staff users wheel input render sgx kvm crontab messagebus polkitd dbus tss uuidd sshd ssh ntp chrony named bind ftp
  ldap slapd openldap postfix dovecot apache nginx httpd http mysql mariadb postgres postgresql redis mongodb rabbitmq
  memcache tomcat jenkins git docker lxd libvirt qemu nfsnobody rpc rpcuser statd avahi colord geoclue pulse rtkit
  saned usbmux lightdm gdm sddm landscape pollinate tcpdump syslog _apt vcsa abrt squid saslauth radiusd puppet
  admin administrator guest test user ubuntu debian centos fedora rocky almalinux opensuse ec2-user azureuser vagrant
  ansible deploy ployst github self support security info postmaster webmaster hostmaster abuse noreply no-reply
  toor default anonymous system`.split(/\s+/),
);

/** Throws POSIX_NAME_INVALID or POSIX_NAME_RESERVED. */
export function readPosixName(given: string, suggestion: string): string {
  const name = given.trim();
  const shown = { name: escapeMarkdown(toLine(given, 40)), suggestion };
  if (!NAME.test(name)) throw faults.POSIX_NAME_INVALID(shown);
  if (isReserved(name)) throw faults.POSIX_NAME_RESERVED(shown);
  return name;
}

/** Names that would suit a person, the best first: `mchen`, `mchen2`, … All of them valid and none reserved. */
export function suggestNames(displayName: string, surname: string, most: number): readonly string[] {
  const words = toAscii(displayName)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const last = toAscii(surname).replace(/[^a-z0-9]+/g, "") || (words.at(-1) ?? "");
  const [first = ""] = words;
  const initial = first === last ? "" : first.slice(0, 1);
  const base = `${initial}${last}`.replace(/^[^a-z]+/, "").slice(0, LONGEST - 3) || "user";
  const numbered = Array.from({ length: most }, (_, n) => (n === 0 ? base : `${base}${String(n + 1)}`));
  return numbered.filter((name) => NAME.test(name) && !isReserved(name));
}

function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith("systemd-");
}

function toAscii(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/ø/g, "o");
}
