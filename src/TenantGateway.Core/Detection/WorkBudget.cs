namespace TenantGateway.Core.Detection;

/// <summary>
/// How much may be looked at in one body, over all its texts: a step is one place where something could start, at which a few hundred bytes are looked at, at most.
/// Prose of 8 MB has some thousands; what has many more was made to keep the detectors busy.
/// </summary>
public sealed class WorkBudget
{
    /// <summary>Enough for a table of 200,000 numbers; the worst of it takes a fraction of a second.</summary>
    public const int StepsOfABody = 200_000;

    private readonly int _steps;

    /// <param name="steps">The places that may be tried.</param>
    public WorkBudget(int steps) => Left = _steps = steps;

    /// <summary>The places that may still be tried.</summary>
    public int Left { get; private set; }

    /// <summary>All of it again, for the next body.</summary>
    public void Renew() => Left = _steps;

    /// <summary>False where nothing is left: the body is refused, as the rest of it was not looked at.</summary>
    internal bool TrySpend(int steps = 1)
    {
        if (Left < steps) return false;
        Left -= steps;
        return true;
    }
}
