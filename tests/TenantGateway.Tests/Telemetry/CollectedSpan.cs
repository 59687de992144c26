using System.Buffers.Binary;
using System.Text;

namespace TenantGateway.Tests.Telemetry;

/// <summary>A span of an export, read by the field numbers of OTLP (<c>opentelemetry/proto/trace/v1/trace.proto</c>).</summary>
internal sealed record CollectedSpan(string TraceId, string SpanId, string ParentSpanId, string Name, int Kind, IReadOnlyDictionary<string, string> Attributes, IReadOnlySet<int> Fields)
{
    public const int Server = 2;
    public const int Client = 3;

    /// <summary>Fields that would hold what others wrote: the trace state, events and links.</summary>
    public static readonly int[] Foreign = [3, 11, 13];

    public static IEnumerable<CollectedSpan> Read(byte[] request) =>
        from resource in FieldsOf(request, 1)
        from scope in FieldsOf(resource, 2)
        from span in FieldsOf(scope, 2)
        select Parse(span);

    private static CollectedSpan Parse(byte[] span)
    {
        var fields = Parts(span).ToList();
        return new CollectedSpan(
            Hex(fields, 1), Hex(fields, 2), Hex(fields, 4),
            Encoding.UTF8.GetString(Bytes(fields, 5)),
            (int)fields.First(field => field.Number == 6).Value,
            fields.Where(field => field.Number == 9).ToDictionary(
                field => Encoding.UTF8.GetString(Bytes(Parts(field.Bytes), 1)),
                field => Text(Bytes(Parts(field.Bytes), 2))),
            // An empty text says nothing.
            fields.Where(field => field.Number != 3 || field.Bytes.Length > 0).Select(field => field.Number).ToHashSet());
    }

    private static string Text(byte[] value) =>
        Parts(value).First() is var part && part.Number == 1 ? Encoding.UTF8.GetString(part.Bytes) : $"{part.Value}";

    private static string Hex(IEnumerable<Part> fields, int number) => Convert.ToHexStringLower(Bytes(fields, number));

    private static byte[] Bytes(IEnumerable<Part> fields, int number) => fields.Where(field => field.Number == number).Select(field => field.Bytes).FirstOrDefault([]);

    private static IEnumerable<byte[]> FieldsOf(byte[] message, int number) => Parts(message).Where(part => part.Number == number).Select(part => part.Bytes);

    private static IEnumerable<Part> Parts(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new Part(number, Varint(message, ref at), []);
                    break;
                case 1:
                    yield return new Part(number, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at)), []);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return new Part(number, 0, message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return new Part(number, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at)), []);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No wire type: {tag & 7}.");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }
    }

    private sealed record Part(int Number, ulong Value, byte[] Bytes);
}
