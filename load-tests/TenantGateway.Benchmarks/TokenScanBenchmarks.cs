using System.Text;
using BenchmarkDotNet.Attributes;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;

namespace TenantGateway.Benchmarks;

/// <summary>
/// An answer of 1 MB of JSON in which there is no token: on a route that looks for tokens alone it costs a scan of its memory, on one with fields it is read, because clear values may stand there. To reach: 5 GB/s
/// for the scan, 200 us.
/// </summary>
[MemoryDiagnoser]
public class TokenScanBenchmarks
{
    private readonly UnitScan _scan = new();
    private readonly UnitPlan _tokens = Plan(fields: false);
    private readonly UnitPlan _fields = Plan(fields: true);
    private byte[] _document = [];

    [GlobalSetup]
    public void SetUp()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => $$"""{"id":{{i}},"title":"The revised offer","text":"{{string.Concat(Enumerable.Repeat("goes out before the end of the quarter, ", 25))}}"}""");
        _document = Encoding.UTF8.GetBytes($"[{string.Join(',', rows)}]");
    }

    [Benchmark(Baseline = true)]
    public int TokensAlone() => Scan(_tokens);

    [Benchmark]
    public int WithFields() => Scan(_fields);

    private int Scan(UnitPlan plan)
    {
        plan.Carrier.Scan(_document, _scan);
        return _scan.Refused is null ? _scan.Spans.Length : throw new InvalidOperationException(_scan.Refused.Code);
    }

    private static UnitPlan Plan(bool fields)
    {
        var read = Core.Protection.Policies.Reading.PolicyReader.Read("policy.json", Encoding.UTF8.GetBytes(fields
            ? """{ "name": "a", "fields": [ { "select": ["$[*].email", "$[*].name", "$[*].address"], "class": "email" } ], "texts": "$[*].text" }"""
            : """{ "name": "a", "opaque": ["image/png"], "texts": "$[*].text" }"""));
        return RoutePlan.Compile(read.Policy ?? throw new InvalidOperationException(string.Join(' ', read.Problems))).Response;
    }
}
