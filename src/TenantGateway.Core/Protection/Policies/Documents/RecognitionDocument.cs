using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("What is looked for where no rule names a value.")]
internal sealed record RecognitionDocument
{
    [MinLength(1)]
    [Description("What is looked for; each is found as a value of the class of that name. national-id: US SSN, Indian PAN and Aadhaar. Default: all of them. Values that are protected elsewhere in the same document are looked for always.")]
    public RecognizedKind?[]? Kinds { get; init; } = [.. Enum.GetValues<RecognizedKind>()];

    [Description("What becomes of what is found: it is protected, or refused together with what holds it.")]
    public FoundHandling? Found { get; init; } = FoundHandling.Protect;

    [Description("A recognizer outside that is asked about the same texts for what rules cannot find, such as names. Where it does not answer, nothing goes on.")]
    public RecognizerDocument? Recognizer { get; init; } = null;
}

[Description("A recognizer outside.")]
internal sealed record RecognizerDocument
{
    [JsonRequired]
    [Description("The recognizer of the settings, which say where it is.")]
    [RegularExpression(Patterns.Service, ErrorMessage = Patterns.ServiceRemedy)]
    public string? Name { get; init; }

    [Description("The language of the texts, as the recognizer calls it.")]
    [RegularExpression("^[a-z]{2,3}$", ErrorMessage = "Use a language code of two or three letters, such as en.")]
    public string? Language { get; init; } = "en";

    [Description("How sure it must be, in percent.")]
    [Range(1, 100)]
    public int? MinScore { get; init; } = 50;

    [JsonRequired]
    [MinLength(1)]
    [Description("What it looks for.")]
    public EntityDocument?[]? Entities { get; init; }
}

[Description("Something that the recognizer finds.")]
internal sealed record EntityDocument
{
    [JsonRequired]
    [Description("As the recognizer calls it, such as PERSON.")]
    [RegularExpression("^[A-Z][A-Z0-9_]{0,63}$", ErrorMessage = "Use the recognizer's name of it: capitals, digits and underscores, such as PERSON.")]
    public string? Entity { get; init; }

    [JsonRequired]
    [Description("What it is here, as in fields.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }
}
