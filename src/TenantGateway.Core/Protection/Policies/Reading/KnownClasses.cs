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
    private readonly bool _unsure;

    private KnownClasses(FrozenSet<string> all, FrozenSet<string> searchable, bool unsure)
    {
        All = all;
        _searchable = searchable;
        _unsure = unsure;
    }

    public FrozenSet<string> All { get; }

    public bool MayBeUsed(string name) => _unsure || All.Contains(name);

    public bool MayBeSearchable(string name) => _unsure || _searchable.Contains(name);

    public static KnownClasses Of(PolicyDocument document)
    {
        var fields = document.Fields ?? [null];
        var query = document.Query ?? [null];
        var form = document.Form ?? [null];
        var path = document.Path ?? [null];
        var headers = document.Headers ?? [null];
        var cookies = document.Cookies ?? [null];
        var used = fields.Select(field => field?.Class).Concat(query.Select(parameter => parameter?.Class)).Concat(form.Select(field => field?.Class))
            .Concat(path.Select(segment => segment?.Class)).Concat(headers.Select(header => header?.Class)).Concat(cookies.Select(cookie => cookie?.Class)).ToList();
        var searchable = fields.Where(field => field?.Protection is null or FieldProtection.Searchable).Select(field => field?.Class)
            .Concat(form.Where(field => field?.Protection is null or FieldProtection.Searchable).Select(field => field?.Class))
            .Concat(headers.Where(header => header?.Protection is FieldProtection.Searchable).Select(header => header?.Class))
            .Concat(cookies.Where(cookie => cookie?.Protection is FieldProtection.Searchable).Select(cookie => cookie?.Class));
        return new KnownClasses(used.OfType<string>().ToFrozenSet(), searchable.OfType<string>().ToFrozenSet(), used.Contains(null));
    }
}
