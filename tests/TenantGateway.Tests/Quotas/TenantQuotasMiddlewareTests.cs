using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Quotas;

namespace TenantGateway.Tests.Quotas;

/// <summary>What no request can bring about from outside.</summary>
public sealed class TenantQuotasMiddlewareTests
{
    [Fact]
    public async Task FaultInside_GivesTheSlotBack()
    {
        foreach (var fault in new RequestDelegate[] { _ => throw new InvalidOperationException("at once"), async _ => { await Task.Yield(); throw new InvalidOperationException("later"); } })
        {
            var middleware = Create(fault);
            for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<InvalidOperationException>(() => middleware.InvokeAsync(ContextOf("acme")));
        }
    }

    [Fact]
    public async Task SlotTaken_IsRefusedWithoutGoingOn()
    {
        var (calls, end) = (0, new TaskCompletionSource());
        var middleware = Create(_ =>
        {
            calls++;
            return end.Task;
        });

        var first = middleware.InvokeAsync(ContextOf("acme"));
        var second = ContextOf("acme");
        await middleware.InvokeAsync(second);
        Assert.Same(Reasons.TenantConcurrencyLimited, second.Features.Get<Refusal>()?.Reason);
        Assert.Equal(1, calls);
        end.SetResult();
        await first;
    }

    [Fact]
    public void RequestWithoutTenant_IsAFault() => Assert.Throws<InvalidOperationException>(() => { _ = Create(_ => Task.CompletedTask).InvokeAsync(new DefaultHttpContext()); });

    private static TenantQuotasMiddleware Create(RequestDelegate next)
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton<QuotasMetrics>().BuildServiceProvider();
        using var quotas = new TenantQuotas(new ConfiguredLimits(Options.Create(new QuotasOptions { ConcurrentRequests = 1 })), Options.Create(new QuotasOptions()), new LeaseBook(isShared: false, 1), services.GetRequiredService<QuotasMetrics>());
        return new TenantQuotasMiddleware(next, quotas, TimeProvider.System, NullLogger<TenantQuotasMiddleware>.Instance);
    }

    private static DefaultHttpContext ContextOf(string tenant)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(new Tenant
        {
            Id = TenantId.Parse(tenant),
            DisplayName = tenant,
            State = TenantState.Active,
            Organizations = [],
            Hosts = [],
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        return context;
    }
}
