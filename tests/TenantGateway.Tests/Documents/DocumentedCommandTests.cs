using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantGateway.Cli;
using TenantGateway.Cli.Terminal;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Cli;

namespace TenantGateway.Tests.Documents;

/// <summary>What the documents tell people to type, <c>tgw</c> takes, and the gateway knows what it then asks.</summary>
public sealed class DocumentedCommandTests
{
    private static readonly Shell Shell = new(TextWriter.Null, TextWriter.Null, _ => null, TimeSpan.Zero, TextReader.Null);

    [Fact]
    public void EveryCommandInABlock_IsTaken()
    {
        var whole = DocumentedCommand.All.Where(command => command.IsWhole).ToList();

        Assert.True(whole.Count > 30, "The documents are not read.");
        Assert.Empty(whole.Select(command => (command, TgwCommand.Create(Shell).Parse(command.Arguments).Errors))
            .Where(parsed => parsed.Errors.Count > 0)
            .Select(parsed => $"{parsed.command.Place}: {parsed.command.Text}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}"));
    }

    [Fact]
    public void EveryCommandInRunningText_IsThere() => Assert.Empty(
        DocumentedCommand.All.Where(command => TgwCommand.Create(Shell).Parse(command.Arguments).UnmatchedTokens.Count > 0).Select(command => $"{command.Place}: {command.Text}"));

    [Fact]
    public async Task EveryCommandInABlock_AsksWhatTheAdminPlaneHas_OrReadsAFile()
    {
        var endpoints = Endpoints();
        // Those with an address of their own ask a tenant's gateway, on the data plane.
        foreach (var command in DocumentedCommand.All.Where(command => command.IsWhole && !command.Arguments.Contains("--gateway")))
        {
            await using var gateway = await AdminServer.AnsweringAsync(403, """{"title":"No.","status":403,"reason":"missing_role"}""", "application/problem+json");
            var ran = await Tgw.RunAsync(gateway.Address, command.Arguments);

            Assert.All(gateway.Requests, request => Assert.True(endpoints.Any(endpoint => endpoint.IsMatch(request.Line)), $"{command.Place}: {command.Text}: {request.Line} is no endpoint."));
            Assert.True(gateway.Requests.Count > 0 || ReadsAFile(ran), $"{command.Place}: {command.Text} asks nobody anything: {ran.Error}");
        }
    }

    [Fact]
    public void Commands_AreReadAsTheyAreTyped()
    {
        const string text = """
            Run `tgw tenants list` first.
            ```console
            $ A=1 tgw tenants show acme \
            -o json   # a remark
            tenants
            ```
            """;

        Assert.Equal(
            [new DocumentedCommand("a.md:1", "tenants list", false), new DocumentedCommand("a.md:3", "tenants show acme -o json", true)],
            DocumentedCommand.Read("a.md", text));
    }

    private static bool ReadsAFile(Ran ran) => Regex.IsMatch(ran.Error, @"\.(json|ndjson|zip|pem|checkpoint|yaml)\b");

    private static List<Regex> Endpoints() =>
    [
        .. from path in JsonNode.Parse(File.ReadAllText(SourceTree.PathOf("docs", "admin-api.json")))!["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new Regex($"^{operation.Key.ToUpperInvariant()} {Regex.Replace(path.Key, @"\{[^}]+\}", "[^/]+")}$"),
    ];
}
