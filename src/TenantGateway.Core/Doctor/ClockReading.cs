namespace TenantGateway.Core.Doctor;

/// <summary>Somebody whose clock the gateway's own has to agree with.</summary>
public interface IClockSource
{
    /// <returns>None where nobody told the time. Who cannot be reached is told by the check that looks at it.</returns>
    Task<IReadOnlyList<ClockReading>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>How far clocks may differ before tokens are refused.</summary>
public interface IClockTolerance
{
    TimeSpan Tolerance { get; }
}

/// <summary>One other clock.</summary>
/// <param name="Source">Whose.</param>
/// <param name="Ahead">How far it is ahead of the own one; negative where it is behind.</param>
/// <param name="Uncertainty">How far off that may be.</param>
public sealed record ClockReading(string Source, TimeSpan Ahead, TimeSpan Uncertainty)
{
    // The date of a message has whole seconds (RFC 9110 section 5.6.7).
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);

    /// <summary>A clock that told the time exactly, at some moment between two of the own one.</summary>
    public static ClockReading Of(string source, DateTimeOffset theirs, DateTimeOffset asked, DateTimeOffset answered)
    {
        var half = (answered - asked) / 2;
        return new ClockReading(source, theirs - (asked + half), half);
    }

    /// <summary>The same by the date of a message.</summary>
    public static ClockReading OfDate(string source, DateTimeOffset date, DateTimeOffset asked, DateTimeOffset answered)
    {
        var exact = Of(source, date + HalfASecond, asked, answered);
        return exact with { Uncertainty = exact.Uncertainty + HalfASecond };
    }

    /// <summary>How far it is off at least.</summary>
    public TimeSpan AtLeast => Ahead.Duration() > Uncertainty ? Ahead.Duration() - Uncertainty : TimeSpan.Zero;
}
