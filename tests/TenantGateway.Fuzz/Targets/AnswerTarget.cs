using System.Text;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>JSON documents of services, with prose: nobody sees what he may not, and what is shown is JSON.</summary>
internal sealed class AnswerTarget : IFuzzTarget
{
    public string Name => "answer";

    public byte[] Make(Chance chance) => Encoding.UTF8.GetBytes(Traffic.Answer(chance));

    public Task CheckAsync(byte[] input, Chance chance)
    {
        foreach (var actor in Traffic.WithoutRights.Append(Traffic.Acme.Agent))
        {
            var tenant = Traffic.TenantOf(actor);
            var shown = Engine.Run(Traffic.Route, Traffic.Route.Response, input, tenant, actor);
            if (shown.Reason is not null) continue;
            BrokenPromise.Unless(JsonReaders.IsJson(shown.Bytes), "what is shown is JSON", shown.Text);
            if (actor.Id != Traffic.Acme.Agent.Id && tenant == TestTenant.Acme) Planted.AssertHidden(shown.Bytes);
        }

        return Task.CompletedTask;
    }
}
