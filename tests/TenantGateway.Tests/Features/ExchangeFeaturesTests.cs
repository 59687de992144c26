using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Features;

namespace TenantGateway.Tests.Features;

public sealed class ExchangeFeaturesTests
{
    private readonly FeatureCollection _server = new();

    [Fact]
    public void OfTheGateway_IsKeptHereAndChangesNothingForTheServer()
    {
        var features = new ExchangeFeatures(_server);
        var before = features.Revision;
        var refusal = new Refusal(Reasons.UnknownRoute);
        features.Set(refusal);
        Assert.Same(refusal, features.Get<Refusal>());
        Assert.Same(refusal, features[typeof(Refusal)]);
        Assert.Null(_server.Get<Refusal>());
        Assert.Equal(before, features.Revision);
    }

    [Fact]
    public void TakenAway_IsGoneEvenWhereTheConnectionHasOne()
    {
        _server.Set(new PlaneFeature(Plane.Data));
        var features = new ExchangeFeatures(_server);
        features.Set<PlaneFeature>(null);
        Assert.Null(features.Get<PlaneFeature>());
        Assert.Null(features[typeof(PlaneFeature)]);
        Assert.DoesNotContain(features, feature => feature.Key == typeof(PlaneFeature));
    }

    [Fact]
    public void OfTheConnection_IsFound()
    {
        var plane = new PlaneFeature(Plane.Admin);
        _server.Set(plane);
        var features = new ExchangeFeatures(_server);
        Assert.Same(plane, features.Get<PlaneFeature>());
        Assert.Same(plane, features.Get<PlaneFeature>());
        Assert.Same(plane, Assert.Single(features, feature => feature.Key == typeof(PlaneFeature)).Value);
    }

    [Fact]
    public void OfThePlatform_IsTheServers()
    {
        var features = new ExchangeFeatures(_server);
        var feature = new HttpRequestFeature { Path = "/here" };
        features.Set<IHttpRequestFeature>(feature);
        Assert.Same(feature, _server.Get<IHttpRequestFeature>());
        Assert.Same(feature, features.Get<IHttpRequestFeature>());
        Assert.True(features.Revision > 0);
    }

    [Fact]
    public void WhatOthersLookFor_StaysWithTheServer()
    {
        var features = new ExchangeFeatures(_server);
        var mark = new Mark();
        features.Set(mark);
        Assert.Same(mark, _server.Get<Mark>());
    }

    [Fact]
    public void OneRequest_SeesNothingOfAnother()
    {
        new ExchangeFeatures(_server).Set(new Refusal(Reasons.UnknownRoute));
        Assert.Null(new ExchangeFeatures(_server).Get<Refusal>());
    }

    [Fact]
    public void TypesMetLater_HaveTheirPlacesToo()
    {
        var features = new ExchangeFeatures(_server);
        features.Set(new Later());
        Assert.NotNull(features.Get<Later>());
        Assert.NotNull(features.Get<Later>());
        Assert.Null(features.Get<EvenLater>());
        features[typeof(EvenLater)] = new EvenLater();
        Assert.NotNull(features.Get<EvenLater>());
    }

    [Fact]
    public void WhatIsOfAnotherType_StaysWithTheServer()
    {
        var features = new ExchangeFeatures(_server);
        features.Set(new Refusal(Reasons.UnknownRoute));
        var other = new Later();
        features[typeof(Refusal)] = other;
        Assert.Same(other, features[typeof(Refusal)]);
        Assert.Same(other, _server[typeof(Refusal)]);
        Assert.Throws<InvalidCastException>(() => features.Get<Refusal>());
    }

    private sealed class Mark : IServerFeature;

    private sealed class Later;

    private sealed class EvenLater;
}
