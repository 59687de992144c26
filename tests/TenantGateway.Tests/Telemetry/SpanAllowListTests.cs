using System.Diagnostics;
using TenantGateway.Telemetry.Traces;

namespace TenantGateway.Tests.Telemetry;

public sealed class SpanAllowListTests : IDisposable
{
    private readonly SpanAllowList _list = new();

    public void Dispose() => _list.Dispose();

    [Fact]
    public void WhateverIsOnASpan_OnlyTheListStays()
    {
        using var parent = new Activity("parent") { TraceStateString = "vendor=ada" };
        parent.Start();
        using var span = Start();
        span.DisplayName = "GET /people/ada";
        foreach (var key in (string[])["url.full", "url.path", "url.query", "user_agent.original", "client.address", "http.request.header.cookie", "otel.status_description", "Http.Route"]) span.SetTag(key, "ada");
        span.SetTag("http.request.method", "GET").SetTag("http.route", "/people/{id}").SetTag("tenantgateway.tenant", "acme");
        span.SetStatus(ActivityStatusCode.Error, "no such person: ada");
        span.Stop();

        _list.OnEnd(span);

        Assert.Equal("GET /people/{id}", span.DisplayName);
        Assert.Equal(["http.request.method", "http.route", "tenantgateway.tenant"], span.TagObjects.Select(attribute => attribute.Key).Order(StringComparer.Ordinal));
        Assert.Equal((ActivityStatusCode.Error, null, ""), (span.Status, span.StatusDescription, span.TraceStateString));
        Assert.True(span.Recorded);
    }

    [Fact]
    public void UnknownMethod_IsNotInTheName()
    {
        using var span = Start();
        span.SetTag("http.request.method", "_OTHER");
        span.Stop();

        _list.OnEnd(span);

        Assert.Equal("HTTP", span.DisplayName);
    }

    [Fact]
    public void SpanWithAnException_DoesNotLeave()
    {
        using var span = Start();
        span.AddException(new InvalidOperationException("ada"));
        span.Stop();

        _list.OnEnd(span);

        Assert.False(span.Recorded);
    }

    [Fact]
    public void SpanWithALink_DoesNotLeave()
    {
        using var span = Start();
        span.AddLink(new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, "vendor=ada")));
        span.Stop();

        _list.OnEnd(span);

        Assert.False(span.Recorded);
    }

    private static Activity Start() => new Activity("span") { ActivityTraceFlags = ActivityTraceFlags.Recorded, IsAllDataRequested = true }.Start();
}
