using System.Globalization;

namespace TenantGateway.Load;

/// <summary>What is measured, and for how long.</summary>
internal sealed record LoadOptions
{
    /// <summary>Gateway and bare YARP alone, for a minute, held against committed bounds.</summary>
    public bool Quick { get; init; }

    /// <summary>Decides the order of the peers in each round.</summary>
    public int Seed { get; init; } = 1;

    public int Rounds { get; init; } = 5;

    /// <summary>How long a peer is driven in a round.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a peer is driven before the first round, time and again until its requests cost no less than before and its code is compiled.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often at most.</summary>
    public int WarmUps { get; init; } = 12;

    public int LatencyRounds { get; init; } = 3;

    /// <summary>How long a rate is kept up in a round.</summary>
    public TimeSpan LatencyTime { get; init; } = TimeSpan.FromSeconds(4);

    public int FeatureRounds { get; init; } = 3;

    public TimeSpan FeatureWarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan FeatureTime { get; init; } = TimeSpan.FromSeconds(2);

    public int NeighbourRounds { get; init; } = 3;

    public int ColdRounds { get; init; } = 2;

    public TimeSpan ColdTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>New tokens for each round; they are signed before it.</summary>
    public int ColdTokens { get; init; } = 10_000;

    public int GrowthRounds { get; init; } = 2;

    public int Connections { get; init; } = 128;

    /// <summary>Every series after the rounds, in place of latency and features alone.</summary>
    public bool Whole { get; init; }

    /// <summary>Only series whose name contains it, after the rounds; null for what <see cref="Whole"/> says.</summary>
    public string? Only { get; init; }

    /// <summary>Only peers whose name contains it, and bare YARP; null for all.</summary>
    public string? Peer { get; init; }

    /// <summary>The directory of another build of the gateway, measured beside this one in every round; null for none.</summary>
    public string? Beside { get; init; }

    /// <summary>How long the gateway is under load at a stretch; zero for not at all.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>How long a round lasts that finds out what the gateway gets done lastingly, with all that its requests leave to be done beside them.</summary>
    public TimeSpan SoakRound { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Where the report is written.</summary>
    public string Output { get; init; } = "load-report";

    /// <summary>Whether a series is measured after the rounds.</summary>
    public bool Measures(string series) => Only is { } only ? series.Contains(only, StringComparison.Ordinal) : Whole || series is "latency" or "features" or "soak";

    /// <exception cref="ArgumentException">There is no such option.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LoadOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true, Rounds = 3, Round = TimeSpan.FromSeconds(2), WarmUp = TimeSpan.FromSeconds(2), WarmUps = 8 },
                "--whole" => options with { Whole = true },
                "--rounds" => options with { Rounds = Number(++i) },
                "--seconds" => options with { Round = TimeSpan.FromSeconds(Number(++i)) },
                "--seed" => options with { Seed = Number(++i) },
                "--connections" => options with { Connections = Number(++i) },
                "--peer" => options with { Peer = arguments[++i] },
                "--soak" => options with { Soak = TimeSpan.FromMinutes(Number(++i)) },
                "--output" => options with { Output = arguments[++i] },
                "--beside" => options with { Beside = arguments[++i] },
                "--only" => options with { Only = arguments[++i] },
                var other => throw new ArgumentException($"There is no option {other}.", nameof(arguments)),
            };
        }

        return options;

        int Number(int place) => int.Parse(arguments[place], CultureInfo.InvariantCulture);
    }
}
