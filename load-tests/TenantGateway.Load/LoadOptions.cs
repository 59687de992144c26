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
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a peer is driven before the first round.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(8);

    public int Connections { get; init; } = 32;

    /// <summary>Only peers and series whose name contains it.</summary>
    public string? Only { get; init; }

    /// <exception cref="ArgumentException">There is no such option.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LoadOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true, Rounds = 3, Round = TimeSpan.FromSeconds(2), WarmUp = TimeSpan.FromSeconds(4) },
                "--rounds" => options with { Rounds = Number(++i) },
                "--seconds" => options with { Round = TimeSpan.FromSeconds(Number(++i)) },
                "--seed" => options with { Seed = Number(++i) },
                "--connections" => options with { Connections = Number(++i) },
                "--only" => options with { Only = arguments[++i] },
                var other => throw new ArgumentException($"There is no option {other}.", nameof(arguments)),
            };
        }

        return options;

        int Number(int place) => int.Parse(arguments[place], CultureInfo.InvariantCulture);
    }
}
