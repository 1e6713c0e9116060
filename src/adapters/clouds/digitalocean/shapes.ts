import { z } from "zod";

// Only what is used is read. github.com/digitalocean/openapi, specification/resources.

const pages = z.object({ pages: z.object({ next: z.string().optional() }).optional() }).optional();
const meta = z.object({ total: z.number() }).optional();

export const Account = z.object({
  account: z.object({
    /** Absent without the scope `droplet:read`. */
    droplet_limit: z.number().optional(),
    email: z.string().catch(""),
    status: z.string().catch("active"),
    team: z.object({ name: z.string() }).nullish().catch(undefined),
  }),
});

/** `scopes` are `read` and `write` of a token from before there were more. */
export const TokenInfo = z.object({ scopes: z.array(z.string()) });

export const Regions = z.object({
  regions: z.array(z.object({ slug: z.string(), name: z.string(), available: z.boolean() })),
  links: pages,
});

export const Sizes = z.object({
  sizes: z.array(
    z.object({
      slug: z.string(),
      description: z.string().catch(""),
      memory: z.number(),
      vcpus: z.number(),
      disk: z.number(),
      /** In US dollars. */
      price_monthly: z.number(),
      available: z.boolean(),
      regions: z.array(z.string()),
    }),
  ),
  links: pages,
});

export const Images = z.object({
  images: z.array(
    z.object({
      id: z.number(),
      slug: z.string().nullish(),
      name: z.string(),
      distribution: z.string().catch(""),
      status: z.string().catch("available"),
      regions: z.array(z.string()),
    }),
  ),
  links: pages,
});

const droplet = z.object({
  id: z.number(),
  name: z.string(),
  /** `new`, `active`, `off` or `archive`. */
  status: z.string(),
  locked: z.boolean().catch(false),
  created_at: z.string().catch(""),
  region: z.object({ slug: z.string() }),
  size_slug: z.string().catch(""),
  image: z.object({ id: z.number(), slug: z.string().nullish() }).nullish().catch(undefined),
  networks: z
    .object({ v4: z.array(z.object({ ip_address: z.string(), type: z.string() })) })
    .nullish()
    .catch(undefined),
  /** Absent without the scope `tag:read`. */
  tags: z.array(z.string()).nullish().catch(undefined),
});

export type DropletShape = z.infer<typeof droplet>;

export const Droplet = z.object({ droplet });

export const Droplets = z.object({ droplets: z.array(droplet), links: pages, meta });

/** "HTTP Statuses" of the introduction. */
export const Refusal = z.object({ message: z.string().catch("") });
