using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Image;

/// <summary>What the image is, without building it: nothing here has a container engine.</summary>
public sealed partial class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.OfRepository;

    private static readonly string Chart = string.Concat(
        Directory.EnumerateFiles(SourceTree.PathOf("helm", "tenant-gateway", "templates")).Order().Select(System.IO.File.ReadAllText));

    [Fact]
    public void Bases_AreArgumentsThatADigestCanReplace()
    {
        var names = File.Arguments.Select(argument => argument.Text.Split('=')[0]).ToList();

        Assert.All(File.Arguments, argument => Assert.Equal("ARG", argument.Name));
        Assert.Equal(names.Select(name => $"${{{name}}}"), File.Stages.Select(stage => FromImage().Match(stage[0].Text).Groups["image"].Value));
        Assert.All(File.Arguments, argument => Assert.DoesNotContain("latest", argument.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Bases_AreOfTheFrameworkThatTheProjectsTarget()
    {
        var framework = XDocument.Load(SourceTree.PathOf("Directory.Build.props")).Descendants("TargetFramework").Single().Value;

        Assert.All(File.Arguments, argument => Assert.Contains($":{framework["net".Length..]}-", argument.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Runtime_HasNoShell()
    {
        Assert.EndsWith("-chiseled", File.Arguments[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(File.Final, instruction => instruction.Name is "RUN" or "SHELL" or "CMD" or "ADD" or "HEALTHCHECK");
        Assert.NotNull(File.Final.Single(instruction => instruction.Name == "ENTRYPOINT").Words);
    }

    [Fact]
    public void Collections_AreAsFarApartAsTheyMayBe_AndWhatIsMeasuredIsTheSame()
    {
        const string Variable = "DOTNET_GCgen0size";
        var most = XDocument.Load(SourceTree.PathOf("src", "TenantGateway", "TenantGateway.csproj")).Descendants("RuntimeHostConfigurationOption")
            .Single(option => option.Attribute("Include")?.Value == "System.GC.Gen0MaxBudget").Attribute("Value")?.Value;
        var least = File.Environment.Single(variable => variable.Name == Variable).Value;

        Assert.Equal($"0x{int.Parse(most ?? "", CultureInfo.InvariantCulture):x}", least);
        Assert.Contains($"export {Variable}={least}", System.IO.File.ReadLines(SourceTree.PathOf("load-tests", "run")));
    }

    [Fact]
    public void User_IsTheOneThatTheChartNames()
    {
        var (user, group) = (Id("runAsUser"), Id("runAsGroup"));

        Assert.Equal($"{user}:{group}", File.Last("USER"));
        Assert.NotEqual("0", user);
    }

    [Fact]
    public void Ports_AreTold()
    {
        var listening = ListenPort().Matches(Chart).Select(port => port.Groups[1].Value).ToList();

        Assert.NotEmpty(listening);
        Assert.Empty(listening.Except(File.Last("EXPOSE").Split(' ')));
    }

    [Fact]
    public void Profile_IsTheOneThatIsThere()
    {
        var publish = Assert.Single(File.Stages[0], instruction => instruction.Name == "RUN").Text;
        var profile = ProfileOption().Match(publish).Groups[1].Value;

        Assert.True(System.IO.File.Exists(PublishedGateway.PathOfProfile(profile)), $"{publish} names a profile that is not there.");
        Assert.Equal(PublishedGateway.Profile, profile);
    }

    [Fact]
    public void Context_HoldsNothingButSourcesAndWhatTheBuildReads()
    {
        var lines = System.IO.File.ReadAllLines(SourceTree.PathOf(".dockerignore")).Where(line => line.Length > 0 && line[0] != '#').ToList();

        Assert.Equal("*", lines[0]);
        var taken = lines.Where(line => line[0] == '!').Select(line => line[1..]).ToList();
        Assert.All(taken, path => Assert.True(Path.Exists(SourceTree.PathOf(path)), $"{path} is not there."));
        Assert.Empty(Directory.GetFiles(SourceTree.Root, "*.props").Select(Path.GetFileName).Except(taken));
        Assert.Contains("global.json", taken);
        // What is built on the machine at hand stays there.
        Assert.Equal(["**/bin", "**/obj"], lines[^2..]);
    }

    private static string Id(string name) => Regex.Match(Chart, $@"{name}: (\d+)").Groups[1].Value;

    [GeneratedRegex(@"^(--\S+ )*(?<image>\S+)")]
    private static partial Regex FromImage();

    [GeneratedRegex(@"http://0\.0\.0\.0:(\d+)")]
    private static partial Regex ListenPort();

    [GeneratedRegex(@"-p:PublishProfile=(\S+)")]
    private static partial Regex ProfileOption();
}
