import { ConfigurationServiceClientCredentialFactory } from "botbuilder";
import { AppCredentials, AuthenticationConstants } from "botframework-connector";

/** The bot's registration in Entra ID. */
export interface TeamsApp {
  readonly appId: string;
  readonly appPassword: string;
  readonly appType: "SingleTenant" | "MultiTenant";
  /** Always there for SingleTenant. */
  readonly tenantId: string | undefined;
}

export function credentialsFactory(app: TeamsApp): ConfigurationServiceClientCredentialFactory {
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: app.appId,
    MicrosoftAppPassword: app.appPassword,
    MicrosoftAppType: app.appType,
    ...(app.tenantId === undefined ? {} : { MicrosoftAppTenantId: app.tenantId }),
  });
}

/** Fetches the token that the bot sends to Teams: from the SDK's cache, or from Entra ID when told to or when it runs out. */
export function entraTokens(app: TeamsApp): (forceRefresh: boolean) => Promise<string> {
  let made: Promise<AppCredentials> | undefined;
  const credentials = async (): Promise<AppCredentials> => {
    const created = await credentialsFactory(app).createCredentials(
      app.appId,
      AuthenticationConstants.ToChannelFromBotOAuthScope,
      AuthenticationConstants.ToChannelFromBotLoginUrl,
      true,
    );
    if (created instanceof AppCredentials) return created;
    throw new TypeError("The SDK gave credentials of an unknown kind");
  };
  return async (forceRefresh) => {
    made ??= credentials();
    return (await made).getToken(forceRefresh);
  };
}
