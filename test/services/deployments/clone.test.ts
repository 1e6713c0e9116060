import assert from "node:assert/strict";
import { startDeployWorld, type DeployServer, type DeployWorld } from "../../support/deploy-world.ts";
import { startGitHttpHost, type GitHttpHost } from "../../support/git/http-host.ts";
import { makeGitRepositories, type GitRepositories } from "../../support/git/repositories.ts";

const TOKEN = "t0ken-of-the-host";

describe("a server that clones by itself", () => {
  let repositories: GitRepositories;
  let host: GitHttpHost;
  let world: DeployWorld;
  let server: DeployServer;
  let sha: string;
  beforeEach(async () => {
    repositories = await makeGitRepositories();
    await repositories.create("octo/shop");
    sha = await repositories.write("octo/shop", { files: { version: "1\n" } });
    host = await startGitHttpHost(repositories.root, `x-access-token:${TOKEN}`);
    world = await startDeployWorld();
    world.source.push("main", sha);
    server = await world.server("web-1");
  });
  afterEach(async () => {
    await world.close();
    await host.close();
    await repositories.cleanup();
  });

  const plant = (): ReturnType<DeployWorld["project"]> =>
    world.project("shop", [server], {
      acquire: "clone",
      directory: "~/shop",
      repositoryUrl: `http://${host.host}/octo/shop.git`,
      script: 'test "$(git rev-parse HEAD)" = "$PLOYST_SHA" && cat version',
    });

  const tokenName = (): string => `GIT_TOKEN_${host.host.toUpperCase().replace(":", "_")}`;

  it("has the commit, with its host's token, which stands nowhere", async () => {
    await world.setVariables(await plant(), { [tokenName()]: TOKEN });

    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /of shop\n🟢 Succeeded/);

    assert.equal(await server.current(), "1");
    assert.ok(host.seen.includes(`x-access-token:${TOKEN}`));
    assert.doesNotMatch((await server.read(`shop/releases/${sha}/.git/config`)) ?? TOKEN, new RegExp(TOKEN));
  });

  it("has its submodules, too, which an archive can't bring", async () => {
    await repositories.create("octo/theme");
    const theme = await repositories.write("octo/theme", { files: { "style.css": "body {}\n" } });
    const submodule = { link: theme };
    const modules = '[submodule "theme"]\n\tpath = theme\n\turl = ../theme.git\n';
    sha = await repositories.write("octo/shop", {
      files: { ".gitmodules": modules, theme: submodule },
    });
    world.source.push("main", sha);
    await world.setVariables(await plant(), { [tokenName()]: TOKEN });

    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /of shop\n🟢 Succeeded/);

    assert.equal(await server.read(`shop/releases/${sha}/theme/style.css`), "body {}\n");
  });

  it("says what is missing where it isn't let in, and sends it no token of another host", async () => {
    await world.setVariables(await plant(), { GIT_TOKEN: TOKEN, GIT_TOKEN_LOCALHOST: TOKEN });

    await world.agree(world.chat.mira, "deploy shop");
    const { text } = await world.shows(1, /of shop\n🔴 Failed/);

    assert.match(text, /could not clone the repository/);
    assert.ok(text.replaceAll("\\", "").includes(tokenName()));
    assert.match(text, /could not read Username|Authentication failed|terminal prompts disabled/);
    assert.equal(await server.current(), undefined);
    assert.ok(host.seen.every((login) => !login.includes(TOKEN)));
  });

  it("doesn't carry the token to where its host sends it on", async () => {
    const other = await startGitHttpHost(repositories.root, `x-access-token:${TOKEN}`);
    host.answer = ({ url = "" }, response) => {
      response.writeHead(302, { location: `http://${other.host}${url}` }).end();
    };
    await world.setVariables(await plant(), { [tokenName()]: TOKEN });

    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /of shop\n🔴 Failed/);

    assert.notEqual(other.seen.length, 0);
    assert.ok(other.seen.every((login) => !login.includes(TOKEN)));
    await other.close();
  });
});
