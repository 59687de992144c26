using System.Xml.Linq;
using TenantGateway.Load.Report;

namespace TenantGateway.Load.Tests;

public sealed class SvgPlotTests
{
    [Fact]
    public void Plots_AreWellFormedWhateverTheNames()
    {
        var lines = XDocument.Parse(SvgPlot.Lines("a < b & c", "x", "\"y\"", [new PlotLine("<one>", [(0, 1), (1, 2)]), new PlotLine("flat", [(0, 0), (1, 0)])]));
        var bars = XDocument.Parse(SvgPlot.Bars("costs", "us", [("<a>", 10), ("below nothing", -1)]));

        Assert.Equal(2, lines.Descendants().Count(element => element.Name.LocalName == "polyline"));
        Assert.All(bars.Descendants().Where(element => element.Name.LocalName == "rect" && element.Attribute("x") is not null), bar => Assert.True((double?)bar.Attribute("width") >= 0));
    }
}
