using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TenantGateway.Protection;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Fakes;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Policies;

public sealed class PolicyStoreTests : IDisposable
{
    private const string Valid = """{"name":"contacts","request":"protect","response":"reveal","fields":[{"select":"$.email","class":"email"}]}""";
    private const string Changed = """{"name":"contacts","request":"protect","response":"reveal","fields":[{"select":"$.mail","class":"email"}]}""";

    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingAuditTrail _audit = new();
    private readonly WaitingClock _clock = new();
    private readonly LogRecorder _log = new();
    private readonly ILoggerFactory _logs;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PolicyStore _store;

    public PolicyStoreTests()
    {
        _logs = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _store = new PolicyStore(
            Options.Create(new PolicyOptions { Directory = _folder.Path }),
            Options.Create(new ContentOptions()),
            new RequiredPolicies(new ConfigurationBuilder().Build()),
            new OpenRouteRules(new ConfigurationBuilder().Build(), new RequiredPolicies(new ConfigurationBuilder().Build()), new FakeWebhooks()),
            new NoRecognizers(),
            _audit,
            new ProtectionMetrics(_services.GetRequiredService<IMeterFactory>()),
            _clock,
            _logs.CreateLogger<PolicyStore>());
    }

    public void Dispose()
    {
        _services.Dispose();
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task FileReadWhileItIsWritten_IsJudgedWhenItIsWhole()
    {
        var before = await StartAsync();
        Write("contacts.json", Changed[..40]);
        _clock.WhenWaiting = () => Write("contacts.json", Changed);

        await _store.RefreshAsync(CancellationToken.None);

        Assert.Empty(_store.Problems);
        Assert.NotEqual(before, _store.Active.Version);
        Assert.Equal(2, _audit.Entries.Count);
    }

    [Fact]
    public async Task TwoFilesWrittenOneAfterTheOther_TakeEffectTogether()
    {
        await StartAsync();
        Write("contacts.json", Changed);
        _clock.WhenWaiting = () => Write("orders.json", Valid.Replace("contacts", "orders", StringComparison.Ordinal));

        await _store.RefreshAsync(CancellationToken.None);

        Assert.Equal(2, _store.Active.Routes.Count);
        Assert.Equal(2, _audit.Entries.Count);
    }

    [Fact]
    public async Task FolderThatGoesOnChanging_IsLeftForTheNextLook()
    {
        var before = await StartAsync();
        var writes = 0;
        _clock.WhenWaiting = () => Write("contacts.json", Valid + new string(' ', ++writes));
        Write("contacts.json", Changed);

        await _store.RefreshAsync(CancellationToken.None);

        Assert.Equal(before, _store.Active.Version);
        Assert.Empty(_store.Problems);
    }

    [Fact]
    public async Task ActivationThatCannotBeRecorded_IsNotInForceAndTriedAgain()
    {
        var before = await StartAsync();
        Write("contacts.json", Changed);
        _audit.FailsAfter = 1;

        await _store.RefreshAsync(CancellationToken.None);
        Assert.Equal(before, _store.Active.Version);
        Assert.Single(_store.Problems);

        _audit.FailsAfter = int.MaxValue;
        await _store.RefreshAsync(CancellationToken.None);
        Assert.NotEqual(before, _store.Active.Version);
        Assert.Empty(_store.Problems);
    }

    [Fact]
    public async Task SamePoliciesWrittenOtherwise_AreNoActivation()
    {
        await StartAsync();
        Write("contacts.json", Valid + "\n");

        await _store.RefreshAsync(CancellationToken.None);

        Assert.Single(_audit.Entries);
    }

    [Fact]
    public async Task PathThatNeverDecides_IsLoggedOnceWhenItComesIntoForce()
    {
        await StartAsync();
        Write("contacts.json", Valid.Replace("\"$.email\"", "[\"$.email\",\"$.old[1:1]\"]", StringComparison.Ordinal));

        for (var look = 0; look < 3; look++) await _store.RefreshAsync(CancellationToken.None);

        Assert.Empty(_store.Problems);
        Assert.Single(_log.Lines, line => line.Contains("Policy warning in contacts.json at $.fields[0].select[1]: The path selects nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FileTooLarge_IsAProblem()
    {
        await StartAsync();
        Write("contacts.json", Valid + new string(' ', 2 * 1024 * 1024));

        await _store.RefreshAsync(CancellationToken.None);

        Assert.Equal("contacts.json", Assert.Single(_store.Problems).File);
    }

    private async Task<string> StartAsync()
    {
        Write("contacts.json", Valid);
        await _store.RefreshAsync(CancellationToken.None);
        Assert.Empty(_store.Problems);
        return _store.Active.Version;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    /// <summary>A clock whose waits are over at once, after something was done.</summary>
    private sealed class WaitingClock : TimeProvider
    {
        public Action WhenWaiting { get; set; } = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            WhenWaiting();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
