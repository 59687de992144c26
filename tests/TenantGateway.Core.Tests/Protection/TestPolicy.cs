using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>
/// A policy by hand. Roles: <c>agent</c> sees, writes and searches every class; <c>support</c> sees masks and may write
/// nothing; <c>guest</c> sees nothing of them; whoever else sees handles.
/// </summary>
internal sealed class TestPolicy
{
    private readonly List<FieldRule> _fields = [];
    private readonly List<QueryRule> _query = [];
    private readonly List<FormRule> _form = [];
    private readonly List<Selector> _embedded = [];
    private readonly List<string> _files = [];
    private readonly List<PathRule> _path = [];
    private readonly List<HeaderRule> _headers = [];
    private readonly List<CookieRule> _cookies = [];
    private readonly List<ClassRule> _classes = [];
    private readonly List<Selector> _texts = [];
    private readonly List<Selector> _plain = [];
    private UnlistedHandling _unlisted = UnlistedHandling.Pass;
    private RecognitionRule? _recognition;
    private ContentLimits? _limits;

    /// <summary>The CRM of the examples: nested fields, fields in arrays, one composite value.</summary>
    public static TestPolicy Contacts(TokenMode mode = TokenMode.Randomised, TwoTokens? twoTokens = null) => new TestPolicy()
        .Field("name", "name", mode)
        .Field("email", "email", mode)
        .Field("phones.*", "phone", mode)
        .Field("address", "address", mode)
        .Field("born", "date-of-birth", mode)
        .Field("jobs.*.employer", "employment", mode)
        .Query("email", "email", twoTokens);

    public TestPolicy Field(string path, string fieldClass, TokenMode mode = TokenMode.Randomised)
    {
        _fields.Add(new FieldRule { Selector = SelectorOf(path), Class = FieldClass.Parse(fieldClass), Mode = mode });
        return this;
    }

    public TestPolicy FormField(string field, string fieldClass, TokenMode mode = TokenMode.Randomised)
    {
        _form.Add(new FormRule(field, FieldClass.Parse(fieldClass), mode));
        return this;
    }

    /// <summary>A searchable field in the clothes of a format.</summary>
    public TestPolicy Shaped(string path, string fieldClass, ValueShape shape, UnfitValue unfit = UnfitValue.Refuse)
    {
        _fields.Add(new FieldRule { Selector = SelectorOf(path), Class = FieldClass.Parse(fieldClass), Mode = TokenMode.Deterministic, Shape = new ShapeRule(shape, unfit) });
        return this;
    }

    /// <inheritdoc cref="Shaped"/>
    public TestPolicy ShapedFormField(string field, string fieldClass, ValueShape shape, UnfitValue unfit = UnfitValue.Refuse)
    {
        _form.Add(new FormRule(field, FieldClass.Parse(fieldClass), TokenMode.Deterministic) { Shape = new ShapeRule(shape, unfit) });
        return this;
    }

    /// <summary>A string that holds a document.</summary>
    public TestPolicy Embedded(string path)
    {
        _embedded.Add(SelectorOf(path));
        return this;
    }

    /// <summary>What holds for a class.</summary>
    public TestPolicy Class(ClassRule rule)
    {
        _classes.Add(rule);
        return this;
    }

    /// <summary>A string of prose.</summary>
    public TestPolicy Text(string path)
    {
        _texts.Add(SelectorOf(path));
        return this;
    }

    /// <summary>Prose is looked through.</summary>
    public TestPolicy Recognizing(FoundHandling found = FoundHandling.Protect)
    {
        _recognition = RecognitionRule.Default with { Found = found };
        return this;
    }

    /// <summary>Values that no rule names are looked through or refused.</summary>
    public TestPolicy Enforcing(UnlistedHandling unlisted = UnlistedHandling.Scan, FoundHandling found = FoundHandling.Protect)
    {
        _unlisted = unlisted;
        return unlisted == UnlistedHandling.Scan ? Recognizing(found) : this;
    }

    /// <summary>No rule names it, and it holds no personal data.</summary>
    public TestPolicy Plain(string path)
    {
        _plain.Add(SelectorOf(path));
        return this;
    }

    public TestPolicy Limited(ContentLimits limits)
    {
        _limits = limits;
        return this;
    }

    /// <summary>Types of files in forms.</summary>
    public TestPolicy Files(params string[] types)
    {
        _files.AddRange(types);
        return this;
    }

    public TestPolicy Query(string parameter, string fieldClass, TwoTokens? twoTokens = null)
    {
        _query.Add(new QueryRule(parameter, FieldClass.Parse(fieldClass)) { TwoTokens = twoTokens });
        return this;
    }

    public TestPolicy Path(string template, string fieldClass, TwoTokens? twoTokens = null)
    {
        Assert.Null(PathTemplate.TryParse(template, out var parsed));
        _path.Add(new PathRule(parsed!, FieldClass.Parse(fieldClass)) { TwoTokens = twoTokens }); // not null: it was read
        return this;
    }

    public TestPolicy Header(string name, string fieldClass, TokenMode mode = TokenMode.Randomised, ValueUse use = ValueUse.Write, ValueEncoding encoding = ValueEncoding.Plain, TwoTokens? twoTokens = null)
    {
        _headers.Add(new HeaderRule(name, FieldClass.Parse(fieldClass), mode, use, encoding) { TwoTokens = twoTokens });
        return this;
    }

    public TestPolicy Cookie(string name, string fieldClass, TokenMode mode = TokenMode.Randomised, ValueEncoding encoding = ValueEncoding.Plain)
    {
        _cookies.Add(new CookieRule(name, FieldClass.Parse(fieldClass), mode, encoding));
        return this;
    }

    /// <summary>Requests are protected, responses revealed.</summary>
    public RoutePlan Ingress() => Compile(PlanOperation.Protect, PlanOperation.Reveal);

    /// <summary>The reverse.</summary>
    public RoutePlan Egress() => Compile(PlanOperation.Reveal, PlanOperation.Protect);

    /// <summary><c>a.*.b</c>: names and wildcards after the root; or a whole path that begins with it.</summary>
    public static Selector SelectorOf(string path) => path.StartsWith('$')
        ? Selector.TryParse(path, out var selector, out var problem) ? selector : throw new ArgumentException(problem, nameof(path))
        : new("$." + path, [.. path.Split('.').Select(step => new SelectorStep(step == "*" ? null : step))]);

    private RoutePlan Compile(PlanOperation request, PlanOperation response)
    {
        ImmutableArray<FieldClass> classes = [.. _fields.Select(field => field.Class).Concat(_query.Select(rule => rule.Class)).Concat(_form.Select(rule => rule.Class))
            .Concat(_path.Select(rule => rule.Class)).Concat(_headers.Select(rule => rule.Class)).Concat(_cookies.Select(rule => rule.Class)).Concat(_classes.Select(rule => rule.Class)).Concat(FoundFields.ClassesOf(_recognition)).Distinct()];
        var agent = new GrantRule(classes, ["agent"], []);
        return RoutePlan.Compile(new Policy
        {
            Name = "test",
            Request = request,
            Response = response,
            Fields = [.. _fields],
            Query = [.. _query],
            Form = [.. _form],
            Embedded = [.. _embedded],
            Classes = [.. _classes],
            Texts = [.. _texts],
            Unlisted = _unlisted,
            Recognition = _recognition,
            Plain = new PlainRule([.. _plain], ["page"], ["ref"]),
            Files = [.. _files],
            Path = [.. _path],
            Headers = [.. _headers],
            Cookies = [.. _cookies],
            Streams = [StreamKind.Lines, StreamKind.Events],
            Access = new AccessRules
            {
                Reveal = [new RevealRule(agent, Form.Clear), new RevealRule(new GrantRule(classes, ["support"], []), Form.Mask), new RevealRule(new GrantRule(classes, ["guest"], []), Form.Remove)],
                Write = [agent],
                Search = [agent],
            },
        }, _limits);
    }
}
