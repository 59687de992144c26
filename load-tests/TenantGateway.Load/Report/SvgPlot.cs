using System.Globalization;
using System.Text;

namespace TenantGateway.Load.Report;

/// <param name="Name">In the legend.</param>
/// <param name="Points">In order of their place.</param>
internal sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Plots as SVG 1.1, in colours that are told apart on white and on black.</summary>
internal static class SvgPlot
{
    private const int Width = 760;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 190;
    private const int Top = 40;
    private const int Bottom = 50;
    private const int Steps = 5;

    private static readonly string[] Colours = ["#0b7285", "#e8590c", "#5f3dc4", "#2b8a3e", "#c2255c", "#868e96", "#f08c00"];

    /// <summary>Lines over a common axis.</summary>
    /// <param name="title">What is seen.</param>
    /// <param name="x">What the axis counts.</param>
    /// <param name="y">What is measured.</param>
    /// <param name="lines">One each for what is compared.</param>
    /// <param name="ticks">Names of places on the axis; null for numbers.</param>
    public static string Lines(string title, string x, string y, IReadOnlyList<PlotLine> lines, IReadOnlyList<string>? ticks = null)
    {
        var all = lines.SelectMany(line => line.Points).ToArray();
        var (mostX, mostY) = (Math.Max(all.Max(point => point.X), 1e-9), Math.Max(all.Max(point => point.Y), 1e-9));
        var svg = Start(title, x, y, mostY);
        for (var i = 0; i <= Steps; i++)
        {
            if (ticks is not null) break;
            Label(svg, Across(mostX * i / Steps, mostX), Height - Bottom + 18, "middle", Short(mostX * i / Steps));
        }

        for (var i = 0; ticks is not null && i < ticks.Count; i++) Label(svg, Across(i, mostX), Height - Bottom + 18, "middle", ticks[i]);
        for (var i = 0; i < lines.Count; i++)
        {
            var colour = Colours[i % Colours.Length];
            var points = string.Join(' ', lines[i].Points.Select(point => Invariant($"{Across(point.X, mostX):F1},{Up(point.Y, mostY):F1}")));
            svg.AppendLine(Invariant($"""<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>"""));
            Legend(svg, i, colour, lines[i].Name);
        }

        return svg.AppendLine("</svg>").ToString();
    }

    /// <summary>Bars, one a row.</summary>
    public static string Bars(string title, string unit, IReadOnlyList<(string Name, double Value)> bars)
    {
        const int Row = 34;
        const int NameWidth = 430;
        var most = Math.Max(bars.Max(bar => bar.Value), 1e-9);
        var svg = new StringBuilder();
        Head(svg, Top + (bars.Count * Row) + 10, title);
        for (var i = 0; i < bars.Count; i++)
        {
            var (middle, length) = (Top + (i * Row) + 16, Math.Max(bars[i].Value, 0) / most * (Width - NameWidth - 110));
            Label(svg, NameWidth - 8, middle + 4, "end", bars[i].Name);
            svg.AppendLine(Invariant($"""<rect x="{NameWidth}" y="{middle - 10}" width="{length:F1}" height="20" fill="{Colours[0]}"/>"""));
            Label(svg, NameWidth + length + 6, middle + 4, "start", Invariant($"{bars[i].Value:F1} {unit}"));
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static StringBuilder Start(string title, string x, string y, double mostY)
    {
        var svg = new StringBuilder();
        Head(svg, Height, title);
        for (var i = 0; i <= Steps; i++)
        {
            var up = Up(mostY * i / Steps, mostY);
            svg.AppendLine(Invariant($"""<line x1="{Left}" y1="{up:F1}" x2="{Width - Right}" y2="{up:F1}" stroke="#adb5bd" stroke-width="0.5"/>"""));
            Label(svg, Left - 6, up + 4, "end", Short(mostY * i / Steps));
        }

        Label(svg, (Left + Width - Right) / 2.0, Height - 12, "middle", x);
        svg.AppendLine(Invariant($"""<text x="16" y="{Height / 2}" transform="rotate(-90 16 {Height / 2})" text-anchor="middle">{Escaped(y)}</text>"""));
        return svg;
    }

    private static void Head(StringBuilder svg, int height, string title)
    {
        svg.AppendLine(Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12" fill="#495057">"""));
        svg.AppendLine("""<rect width="100%" height="100%" fill="#ffffff"/>""");
        svg.AppendLine(Invariant($"""<text x="{Left}" y="22" font-size="15">{Escaped(title)}</text>"""));
    }

    private static void Legend(StringBuilder svg, int place, string colour, string name)
    {
        var y = Top + (place * 20);
        svg.AppendLine(Invariant($"""<rect x="{Width - Right + 14}" y="{y}" width="12" height="12" fill="{colour}"/>"""));
        Label(svg, Width - Right + 32, y + 11, "start", name);
    }

    private static void Label(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.AppendLine(Invariant($"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}">{Escaped(text)}</text>"""));

    private static double Across(double value, double most) => Left + (value / most * (Width - Left - Right));

    private static double Up(double value, double most) => Height - Bottom - (value / most * (Height - Top - Bottom));

    private static string Short(double value) => value.ToString(value >= 100 ? "N0" : "G3", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
