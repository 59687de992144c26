using System.Collections.Frozen;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>
/// The classes that a document's fields and parameters use. Where one of them could not be read, any class may be meant: a misspelled
/// property is reported once, not once more for each rule that depends on it.
/// </summary>
internal sealed class KnownClasses
{
    private readonly FrozenSet<string> _searchable;
    private readonly FrozenSet<string> _compared;
    private readonly bool _unsure;

    private KnownClasses(FrozenSet<string> all, FrozenSet<string> searchable, FrozenSet<string> compared, bool unsure) =>
        (All, _searchable, _compared, _unsure) = (all, searchable, compared, unsure);

    public FrozenSet<string> All { get; }

    public bool MayBeUsed(string name) => _unsure || All.Contains(name);

    public bool MayBeSearchable(string name) => _unsure || _searchable.Contains(name);

    /// <summary>Whether equal values of the class may have equal tokens or pseudonyms.</summary>
    public bool MayBeCompared(string name) => MayBeSearchable(name) || _compared.Contains(name);

    public static KnownClasses Of(PolicyDocument document)
    {
        var fields = document.Fields ?? [null];
        var query = document.Query ?? [null];
        var form = document.Form ?? [null];
        var path = document.Path ?? [null];
        var headers = document.Headers ?? [null];
        var cookies = document.Cookies ?? [null];
        (string? Class, FieldProtection? Protection)[] stored =
        [
            .. fields.Select(field => (field?.Class, field?.Protection)), .. form.Select(field => (field?.Class, field?.Protection)),
            .. headers.Select(header => (header?.Class, header?.Protection ?? FieldProtection.Randomised)), .. cookies.Select(cookie => (cookie?.Class, cookie?.Protection ?? FieldProtection.Randomised)),
        ];
        List<string?> used = [.. stored.Select(field => field.Class), .. query.Select(parameter => parameter?.Class), .. path.Select(segment => segment?.Class)];
        // In prose stand tokens of classes that other routes protect.
        if (document.Texts?.Texts.Length > 0) used.AddRange((document.Classes ?? [null]).Select(rule => rule?.Class));
        // What is found in texts, and in values that no rule names, is of the class of its kind.
        if (RecognitionResolver.Recognizes(document))
            used.AddRange([.. (document.Recognition?.Kinds ?? [.. RecognitionRule.Default.Kinds]).Select(kind => kind is { } known ? DocumentShape.Word(known) : null), RecognitionRule.FreeText.Value]);
        if (document.Recognition?.Recognizer is { } recognizer) used.AddRange((recognizer.Entities ?? [null]).Select(entity => entity?.Class));
        return new KnownClasses(used.OfType<string>().ToFrozenSet(), Of(FieldProtection.Searchable), Of(FieldProtection.Pseudonym), used.Contains(null));

        FrozenSet<string> Of(FieldProtection protection) =>
            stored.Where(field => field.Protection is null || field.Protection == protection).Select(field => field.Class).OfType<string>().ToFrozenSet();
    }
}
