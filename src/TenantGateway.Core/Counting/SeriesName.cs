namespace TenantGateway.Core.Counting;

/// <summary>
/// The words that tell one series of counts from others: of the gateway and of its configuration, never a caller's, so that there are few of them and nobody picks them. Hashed by their ends and lengths
/// alone, which is all that few words take.
/// </summary>
/// <param name="First">Such as a route.</param>
/// <param name="Second">Empty for none.</param>
/// <param name="Third">Empty for none.</param>
public readonly record struct SeriesName(string First, string Second = "", string Third = "")
{
    public bool Equals(SeriesName other) => First == other.First && Second == other.Second && Third == other.Third;

    public override int GetHashCode() => (((Mix(First) * 31) + Mix(Second)) * 31) + Mix(Third);

    private static int Mix(string word) => word.Length == 0 ? 0 : (word.Length << 16) ^ (word[0] << 8) ^ (word[^1] * 7) ^ (word[word.Length / 2] * 3);
}
