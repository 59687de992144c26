using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Audit.Search;

/// <summary>One thing that a record says and that it is found by.</summary>
public readonly record struct AuditTerm(TermKind Kind, string Value)
{
    /// <summary>How many bytes of a hash name a value within its part.</summary>
    internal const int HashedKey = 5;

    private const int OnStack = 512;

    // A number of two digits and a line break.
    private const int MostOfKind = 3;

    /// <inheritdoc cref="TermKinds.IsFacet"/>
    public bool IsFacet => TermKinds.IsFacet(Kind);

    /// <summary>The part of a segment that holds values of a facet.</summary>
    public static int PartOf(TermKind facet) => AuditSegment.Buckets + (int)facet;

    public override string ToString() => $"{TermKinds.NameOf(Kind)}={Value}";

    /// <summary>
    /// The part of a segment that holds it, one for each facet and one of 256 for all else, and its name within that: the value of a facet, else five bytes of a hash. What is found by a hash is looked at in
    /// the record itself before it is shown.
    /// </summary>
    public (int Part, byte[] Key) Place()
    {
        var value = Encoding.UTF8.GetBytes(Value);
        if (IsFacet) return (PartOf(Kind), value);
        var key = new byte[HashedKey];
        return (Hash(Kind, value, key), key);
    }

    /// <summary>Where a value that is found by its hash is put.</summary>
    /// <param name="kind">No facet.</param>
    /// <param name="value">As UTF-8.</param>
    /// <param name="key">Its name within the part, of <see cref="HashedKey"/> bytes.</param>
    /// <returns>The part.</returns>
    internal static int Hash(TermKind kind, ReadOnlySpan<byte> value, Span<byte> key)
    {
        var input = value.Length <= OnStack - MostOfKind ? stackalloc byte[OnStack] : new byte[MostOfKind + value.Length];
        ((int)kind).TryFormat(input, out var length, provider: CultureInfo.InvariantCulture);
        input[length++] = (byte)'\n';
        value.CopyTo(input[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..(length + value.Length)], hash);
        hash.Slice(1, HashedKey).CopyTo(key);
        return hash[0];
    }
}

/// <summary>What records are found by. The facets come first; the numbers are stored.</summary>
public enum TermKind
{
    Event = 0,
    Outcome = 1,
    Class = 2,
    Route = 3,
    Key = 4,
    Actor = 5,
    Subject = 6,
    Request = 7,
    Trace = 8,
    Operation = 9,
    Session = 10,
}
