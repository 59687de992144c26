using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace TenantGateway.Admin.Pages;

/// <summary>Markup. What is put into it is encoded, unless it is markup itself: a value cannot become a tag because somebody forgot.</summary>
internal sealed class Html
{
    public static readonly Html Nothing = Of($"");

    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Of(Builder markup) => new(markup.ToMarkup());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    public override string ToString() => _markup;

    /// <summary>Takes an interpolated string apart into markup, which the code wrote, and values.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Builder(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + 32 * formattedCount);

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

        public void AppendFormatted(Html markup) => _text.Append(markup);

        public void AppendFormatted(IEnumerable<Html> markup)
        {
            foreach (var part in markup) _text.Append(part);
        }

        public string ToMarkup() => _text.ToString();
    }
}
