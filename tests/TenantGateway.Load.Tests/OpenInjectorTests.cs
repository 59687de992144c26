using HdrHistogram;
using TenantGateway.Load.Drivers;

namespace TenantGateway.Load.Tests;

public sealed class OpenInjectorTests
{
    private const string Body = """{"name":"Ada"}""";
    private const int Rate = 600;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1.5);

    // Of 900 requests 360 are due while nobody is answered. The connections are all waiting after 128 of these: whoever measured from when the others could be sent would see 14 % of late answers, and it are 40 %.
    [Fact]
    public async Task RequestsThatCouldNotBeSentWhenDue_CountFromThen()
    {
        using var service = new StallingService(Body) { StallsFrom = TimeSpan.FromMilliseconds(300), StallsUntil = TimeSpan.FromMilliseconds(900) };

        var figures = await RunAsync(service);

        Assert.Equal((900, 900, 0), (service.Requests, figures.Requests, figures.Errors));
        Assert.True(At(figures, 75) > 100, $"{At(figures, 75)} ms");
        Assert.True(figures.P99 > 400, $"{figures.P99} ms");
        Assert.Equal(figures.P99, At(figures, 99));
    }

    [Fact]
    public async Task AnswersThatAreNone_AreErrors()
    {
        using var service = new StallingService(Body) { FailsEach = 10 };

        var figures = await RunAsync(service);

        Assert.Equal(90, figures.Errors);
    }

    [Fact]
    public void WhereNothingWasAnswered_ThereAreNoFigures()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => OpenFigures.Of(Rate, new LongHistogram(1, 1000, 3), 900, 900));

        Assert.Equal("None of 900 requests was answered.", fault.Message);
    }

    private static async Task<OpenFigures> RunAsync(StallingService service) =>
        await new OpenInjector(service.Address, "token", Body).RunAsync(Rate, Time, CancellationToken.None);

    private static double At(OpenFigures figures, double percentile) => figures.Curve.Single(point => Math.Abs(point.Percentile - percentile) < 0.001).Milliseconds;
}
