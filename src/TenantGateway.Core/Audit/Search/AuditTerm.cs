using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Audit.Search;

/// <summary>One thing that a record says and that it is found by.</summary>
public readonly record struct AuditTerm(TermKind Kind, string Value)
{
    /// <summary>Where values of this kind are counted: kinds of few values, each of them a part of a segment.</summary>
    public bool IsFacet => Kind <= TermKind.Key;

    /// <summary>The part of a segment that holds it: one for each facet, and one of 256 for all else.</summary>
    public int Part => IsFacet ? AuditSegment.Buckets + (int)Kind : Hash()[0];

    public override string ToString() => $"{TermKinds.NameOf(Kind)}={Value}";

    /// <summary>
    /// Its part, and its name within that: the value of a facet, else five bytes of a hash. What is found by a hash is looked at in the record itself before it is shown.
    /// </summary>
    public (int Part, byte[] Key) Place()
    {
        if (IsFacet) return (Part, Encoding.UTF8.GetBytes(Value));
        var hash = Hash();
        return (hash[0], hash[1..6]);
    }

    private byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Kind}\n{Value}")));
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
