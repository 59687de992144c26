using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>Recognizers outside of the gateway, which find what rules cannot: names and places.</summary>
public interface ITextRecognizers
{
    /// <summary>Whether the settings say where a recognizer is.</summary>
    bool IsKnown(string name);

    /// <summary>Asks about the texts of a unit that a scan has put down (<see cref="UnitScan.Asked"/>).</summary>
    /// <param name="rule">Who is asked, and for what.</param>
    /// <param name="unit">In which the texts lie.</param>
    /// <param name="scan">Of the unit. Not changed while it is asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RecognizerException">It did not answer, or not as it should: nothing may go on.</exception>
    ValueTask<IReadOnlyList<OutsideFinding>> FindAsync(RecognizerRule rule, ReadOnlyMemory<byte> unit, UnitScan scan, CancellationToken cancellationToken);
}

/// <summary>A recognizer could not be asked, or what it said cannot be relied on. Says nothing of the texts.</summary>
/// <param name="isTooMuch">Whether there was more to ask about than is asked.</param>
public sealed class RecognizerException(bool isTooMuch = false) : Exception("A recognizer did not answer as it should.")
{
    public bool IsTooMuch => isTooMuch;
}
