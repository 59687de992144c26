using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>What is looked for in prose and in values that no rule names, and what becomes of it.</summary>
/// <param name="Kinds">What is looked for.</param>
/// <param name="Found">What becomes of it.</param>
public sealed record RecognitionRule(ImmutableArray<RecognizedKind> Kinds, FoundHandling Found)
{
    /// <summary>Who is asked besides; null for nobody.</summary>
    public RecognizerRule? Recognizer { get; init; }

    public static readonly RecognitionRule Default = new([.. Enum.GetValues<RecognizedKind>()], FoundHandling.Protect);

    /// <summary>The class of a text that holds something and cannot be taken apart.</summary>
    public static readonly FieldClass FreeText = FieldClass.Parse("free-text");
}

/// <summary>A recognizer outside, and what is made of what it finds.</summary>
/// <param name="Name">By which the settings know it.</param>
/// <param name="Language">In which it reads, as it calls it.</param>
/// <param name="MinScore">How sure it must be, in percent.</param>
/// <param name="Entities">What it looks for, and the class of each.</param>
public sealed record RecognizerRule(string Name, string Language, int MinScore, ImmutableArray<EntityRule> Entities);

/// <summary>Something that a recognizer finds.</summary>
/// <param name="Entity">As the recognizer calls it, such as <c>PERSON</c>.</param>
/// <param name="Class">What it is here.</param>
public sealed record EntityRule(string Entity, FieldClass Class);

/// <summary>A kind of personal data that rules find, by the word for it, which is its class.</summary>
public enum RecognizedKind
{
    Email,
    Phone,
    DateOfBirth,
    PaymentCard,
    Iban,
    IpAddress,

    /// <summary>US SSN, Indian PAN and Aadhaar.</summary>
    NationalId,
}

/// <summary>What becomes of personal data that was found where no rule names it.</summary>
public enum FoundHandling
{
    /// <summary>It is protected or given as a value of its class.</summary>
    Protect,

    /// <summary>What holds it is refused or withheld.</summary>
    Refuse,
}

/// <summary>What becomes of values that no rule names.</summary>
public enum UnlistedHandling
{
    /// <summary>They pass as they are.</summary>
    Pass,

    /// <summary>They are looked through.</summary>
    Scan,

    /// <summary>What holds one is refused or withheld.</summary>
    Refuse,
}

/// <summary>What a policy says of values that hold no personal data, so that they pass although no rule names them.</summary>
/// <param name="Paths">In documents; everything inside is meant.</param>
/// <param name="Parameters">Of queries, decoded.</param>
/// <param name="Fields">Of forms, decoded.</param>
public sealed record PlainRule(ImmutableArray<Selector> Paths, ImmutableArray<string> Parameters, ImmutableArray<string> Fields)
{
    public static readonly PlainRule None = new([], [], []);

    public bool IsNone => Paths.IsEmpty && Parameters.IsEmpty && Fields.IsEmpty;
}
