using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Detection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection;

/// <summary>The fields of what is found where no rule names a value: one for each kind that is looked for, and one for texts that cannot be taken apart.</summary>
internal static class FoundFields
{
    /// <summary>Classes in the order of the rules' numbers.</summary>
    public static ImmutableArray<FieldClass> ClassesOf(RecognitionRule? rule) => rule is null ? [] : [.. rule.Kinds.Select(ClassOf), RecognitionRule.FreeText, .. EntitiesOf(rule).Select(entity => entity.Class)];

    /// <summary>What a scan looks for.</summary>
    /// <param name="rule">Of the policy.</param>
    /// <param name="first">The number of the first of the fields.</param>
    public static Recognition? Compile(RecognitionRule? rule, int first)
    {
        if (rule is null) return null;
        var rules = Enum.GetValues<PersonalDataKind>().Select(kind => NumberOf(rule, kind, first));
        var freeText = first + rule.Kinds.Length;
        var entities = EntitiesOf(rule).Select((entity, i) => KeyValuePair.Create(entity.Entity, (short)(freeText + 1 + i)));
        return new Recognition([.. rules], (short)freeText, entities.ToFrozenDictionary(StringComparer.Ordinal), rule.Found == FoundHandling.Refuse);
    }

    private static ImmutableArray<EntityRule> EntitiesOf(RecognitionRule rule) => rule.Recognizer?.Entities ?? [];

    private static short NumberOf(RecognitionRule rule, PersonalDataKind kind, int first)
    {
        var index = KindOf(kind) is { } known ? rule.Kinds.IndexOf(known) : -1;
        return index < 0 ? FieldTrie.NoRule : (short)(first + index);
    }

    private static RecognizedKind? KindOf(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.KnownValue => null,
        PersonalDataKind.Email => RecognizedKind.Email,
        PersonalDataKind.Iban => RecognizedKind.Iban,
        PersonalDataKind.IpAddress => RecognizedKind.IpAddress,
        PersonalDataKind.PaymentCard => RecognizedKind.PaymentCard,
        PersonalDataKind.DateOfBirth => RecognizedKind.DateOfBirth,
        PersonalDataKind.Phone => RecognizedKind.Phone,
        PersonalDataKind.IndianPan or PersonalDataKind.UsSsn or PersonalDataKind.Aadhaar => RecognizedKind.NationalId,
        _ => throw new UnreachableException(),
    };

    private static FieldClass ClassOf(RecognizedKind kind) => FieldClass.Parse(DocumentShape.Word(kind));
}
