using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("What is looked for where no rule names a value.")]
internal sealed record RecognitionDocument
{
    [MinLength(1)]
    [Description("What is looked for; each is found as a value of the class of that name. national-id: US SSN, Indian PAN and Aadhaar. Default: all of them. Values that are protected elsewhere in the same document are looked for always.")]
    public RecognizedKind?[]? Kinds { get; init; } = [.. Enum.GetValues<RecognizedKind>()];

    [Description("What becomes of what is found: it is protected, or refused together with what holds it.")]
    public FoundHandling? Found { get; init; } = FoundHandling.Protect;
}
