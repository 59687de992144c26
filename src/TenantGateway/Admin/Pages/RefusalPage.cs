using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin.Pages;

/// <summary>A refusal, to a person.</summary>
internal sealed class RefusalPage : IRefusalPage
{
    public string Render(Refusal refusal, string requestId) => PageLayout.Render(refusal.Reason.Title, null, Html.Of(
        $"""
        <section class="sheet">
        <h1>{refusal.Reason.Title}</h1>
        <p>{refusal.Reason.Remedy}</p>
        <p><a class="button" href="/">To the start page</a></p>
        <p class="quiet">Reason <code>{refusal.Reason.Code}</code>, request <code>{requestId}</code></p>
        </section>
        """));
}
