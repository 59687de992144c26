namespace TenantGateway.Tests.Starting;

/// <summary>The words before the tables of <c>docs/configuration.md</c>.</summary>
internal static class SettingText
{
    public const string Introduction = """
        # Configuration

        Every setting below `Gateway`. Routes and clusters are YARP's own, below `ReverseProxy`; levels of the log are below `Logging`. Settings are read once, at start: a change
        takes effect with the next one.

        A start is refused, all errors at once, where a value is missing, out of its bounds or in contradiction to another one, and where anything below `Gateway` is a setting that
        nothing reads, in lists and nested sections too: a misspelt key would leave its default in force. Bounds are inclusive.

        ## Where settings come from

        Later sources overrule earlier ones, setting by setting; of a list, each element is a setting of its own.

        1. The defaults below.
        2. `appsettings.json`, then `appsettings.ENVIRONMENT.json`, in the content root (`--contentRoot`, else the working directory).
        3. The JSON file that the environment variable `TENANTGATEWAY_CONFIG` names.
        4. Environment variables. `:` is written `__`: `Gateway:Issuers:0:DataAudience` is `Gateway__Issuers__0__DataAudience`.
        5. The command line: `--Gateway:Audit:MaxBatch=256`, or `--Gateway:Audit:MaxBatch 256`.

        ```json
        { "Gateway": { "Audit": { "MaxBatch": 256 }, "Hosts": { "Shared": ["gateway.example.com"] } } }
        ```

        In the tables `N` is the number of an element of a list, from 0, and `NAME` a name that the deployment chooses. The environment (`ASPNETCORE_ENVIRONMENT`, `DOTNET_ENVIRONMENT` or `--environment`) is `Production`
        unless something else is said; only `Development` takes issuers over http and on this machine.

        ## Secrets

        No setting holds a secret. Settings name files, as a cluster mounts secrets (*file with a secret* below), and the key vault is opened by a workload's or managed identity; in Production a client secret or password
        in the environment (`AZURE_CLIENT_SECRET`, `AZURE_PASSWORD`) stops the start.

        ## What is in force

        `TenantGateway --print-config`, with the other arguments behind it, prints the configuration as JSON and ends: each setting with its value and its source (`default`, `file PATH`, `environment`, `command line`). It connects to nothing and creates nothing. It exits
        with 0 where the gateway would take the configuration, else with 1 and the reasons on the standard error. Values that could be a secret in the wrong place are `[redacted]`: files with
        a secret that do not exist, addresses with a user or a query, whatever looks like a password or key, and all transforms of routes.

        ```json
        {
          "environment": "Production",
          "settings": {
            "Gateway:Audit:MaxBatch": { "value": 256, "source": "environment" }
          }
        }
        ```

        """;
}
