using System.Globalization;
using TenantGateway.Load;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

return args switch
{
    [Backend.Verb, var port] => await Backend.RunAsync(PortOf(port)),
    [BareYarp.Verb, var port, var service] => await BareYarp.RunAsync(PortOf(port), new Uri(service)),
    [YarpWithJwtBearer.Verb, var port, var service, .. var issuer] => await YarpWithJwtBearer.RunAsync(PortOf(port), new Uri(service), TokenIssuer.Parse(issuer)),
    ["run", .. var rest] => await LoadRun.RunAsync(LoadOptions.Parse(rest)),
    _ => throw new ArgumentException("The first argument is run, or what run starts.", nameof(args)),
};

static int PortOf(string text) => int.Parse(text, CultureInfo.InvariantCulture);
