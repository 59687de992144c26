using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;

namespace TenantGateway.Tests.Cli;

public sealed class PolicyCommandTests : IDisposable
{
    private const string Notes = """{ "name": "notes", "fields": [ { "select": "$.note", "class": "free-text" } ] }""";

    private const string Contacts = """
        { "name": "contacts", "fields": [ { "select": ["$.email", "$.mail"], "class": "email", "protection": "searchable" } ],
          "query": [ { "parameter": "mail", "class": "email" } ] }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgw-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ValidFiles_AreShownWithTheirVersion()
    {
        var ran = await Tgw.RunAsync(null, "policy", "validate", Write("notes.json", Notes), Write("contacts.json", Contacts));

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        foreach (var shown in new[] { "contacts", "email", "mail", "notes", "free-text", $"Valid. Version {Version(Notes, Contacts)}" })
        {
            Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PolicyThatObserves_IsShownAsSuch()
    {
        var ran = await Tgw.RunAsync(null, "policy", "validate", Write("notes.json", Notes.Replace("\"fields\"", "\"mode\": \"observe\", \"fields\"", StringComparison.Ordinal)));
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("Policy notes only observes: it protects nothing.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PolicyWhoseSampleDoesNotComeThrough_IsInvalid()
    {
        var ran = await Tgw.RunAsync(null, "policy", "validate", Write("notes.json", """{ "name": "notes", "form": [ { "field": "_charset_", "class": "free-text" } ] }"""));
        Assert.NotEqual(0, ran.Exit);
        Assert.Contains("A sample value at _charset_ does not come through", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directory_MeansItsJsonFiles_AndAFileNamedTwiceIsReadOnce()
    {
        var notes = Write("notes.json", Notes);
        Write("contacts.json", Contacts);
        Write("README.md", "no policy");
        var ran = await Tgw.RunAsync(null, "policy", "validate", _folder.FullName, notes, "--output", "json");

        Assert.Equal(0, ran.Exit);
        Assert.Equal(Version(Notes, Contacts), ran.OutputJson.GetProperty("version").GetString());
        Assert.Equal(["contacts", "notes"], ran.OutputJson.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task InvalidFiles_AreToldWithEveryProblem()
    {
        var first = Write("a.json", Notes.Replace("select", "selekt", StringComparison.Ordinal));
        var second = Write("b.json", "{");
        var ran = await Tgw.RunAsync(null, "policy", "validate", first, second);

        Assert.Equal((7, ""), (ran.Exit, ran.Output));
        var lines = ran.Error.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("tgw: invalid_policy: There are 3 problems. Mend what is listed and run the command again.", lines[0]);
        Assert.StartsWith($"  {first} $.fields[0].selekt: The property is unknown here. Did you mean select?", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"  {first} $.fields[0].select: The property is missing.", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"  {second} $: ", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvalidFile_IsToldInJson()
    {
        var file = Write("a.json", Notes.Replace("free-text", "Free", StringComparison.Ordinal));
        var ran = await Tgw.RunAsync(null, "policy", "validate", file, "-o", "json");

        Assert.Equal((7, ""), (ran.Exit, ran.Output));
        Assert.Equal("invalid_policy", ran.ErrorJson.GetProperty("code").GetString());
        var error = Assert.Single(ran.ErrorJson.GetProperty("errors").EnumerateArray());
        Assert.Equal((file, "$.fields[0].class"), (error.GetProperty("file").GetString(), error.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task PathThatNeverDecides_IsAWarning_AndAProblemWhereAskedFor()
    {
        var file = Write("a.json", Notes.Replace("\"$.note\"", "[\"$.note\", \"$.old[2:2]\"]", StringComparison.Ordinal));
        var table = await Tgw.RunAsync(null, "policy", "validate", file);
        var json = await Tgw.RunAsync(null, "policy", "validate", file, "-o", "json");
        var strict = await Tgw.RunAsync(null, "policy", "validate", file, "--strict");

        Assert.Equal((0, ""), (table.Exit, table.Error));
        Assert.Contains($"Warning: {file} $.fields[0].select[1]: The path selects nothing", table.Output, StringComparison.Ordinal);
        Assert.Contains("Valid. Version", table.Output, StringComparison.Ordinal);
        var warning = Assert.Single(json.OutputJson.GetProperty("warnings").EnumerateArray());
        Assert.Equal("$.fields[0].select[1]", warning.GetProperty("path").GetString());
        Assert.Equal((7, ""), (strict.Exit, strict.Output));
        Assert.Contains("The path selects nothing", strict.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Tgw.RunAsync(null, "policy", "validate", Write("b.json", Contacts), "--strict")).Exit);
    }

    [Fact]
    public async Task HugeFile_IsRefusedWithoutReadingItWhole()
    {
        var file = Path.Combine(_folder.FullName, "huge.json");
        using (var stream = File.Create(file)) stream.SetLength(8L * 1024 * 1024 * 1024);
        var ran = await Tgw.RunAsync(null, "policy", "validate", file);

        Assert.Equal(7, ran.Exit);
        Assert.Contains("larger than 1 MB", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFile_IsAUsageError()
    {
        var ran = await Tgw.RunAsync(null, "policy", "validate", Path.Combine(_folder.FullName, "none.json"));

        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.StartsWith("tgw: unreadable_file: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("none.json", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DirectoryWithoutPolicies_IsAUsageError()
    {
        var ran = await Tgw.RunAsync(null, "policy", "validate", _folder.FullName);

        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.StartsWith("tgw: no_policy_files: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_IsPrintedAsPublished() =>
        Assert.Equal(new Ran(0, PolicySchema.Text, ""), await Tgw.RunAsync(null, "policy", "schema"));

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }

    private static string Version(params string[] policies) =>
        PolicySetReader.Read(policies.Select(policy => new PolicyFile("", System.Text.Encoding.UTF8.GetBytes(policy)))).Snapshot!.Version;
}
