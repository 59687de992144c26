using System.Globalization;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;

namespace TenantGateway.Cli.Conversion;

/// <summary>Sends the lines of a file to the gateway, piece by piece, and ends the run. Holds one piece at a time.</summary>
/// <param name="client">Of the admin plane.</param>
/// <param name="path">Of the run, below the admin plane.</param>
/// <param name="pieceBytes">About how much is sent at once; a longer line is sent alone.</param>
internal sealed class LineSender(AdminClient client, string path, int pieceBytes)
{
    /// <summary>What the gateway takes at once: 8 MiB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <param name="input">Stands at the first line to be sent.</param>
    /// <param name="taken">Is told of every piece that was taken, and of what came back.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public async Task<Answer<ConversionDocument>> SendAsync(HashedFile input, Func<byte[], Task> taken, CancellationToken cancellationToken)
    {
        using var lines = new LineBuffer(MaxBytes);
        using var piece = new ByteBuffer(pieceBytes);
        var isAtEnd = false;
        while (!isAtEnd || piece.Length > 0)
        {
            ReadOnlyMemory<byte> line;
            while (!lines.TryTake(out line) && !lines.IsTooLong && !isAtEnd)
            {
                var read = await input.ReadAsync(lines.Free(), cancellationToken);
                lines.Advance(read);
                isAtEnd = read == 0;
                if (isAtEnd) lines.Complete();
            }

            if (lines.IsTooLong) return TooLong(input.Position + piece.Length);
            var isLast = line.IsEmpty;
            var isFull = piece.Length > 0 && (isLast || piece.Length + line.Length > pieceBytes);
            if (isFull && await SendPieceAsync(input, piece, taken, cancellationToken) is { } failure) return failure;
            piece.Append(line.Span);
            if (isLast && piece.Length == 0) break;
        }

        var ended = await client.PostAsync<ConversionDocument>($"{path}/end", new { bytes = input.Position.ToString(CultureInfo.InvariantCulture) }, "conversion", cancellationToken);
        return ended.Failed(out var failed, out var report) ? failed : report.Value;
    }

    private async Task<CliFailure?> SendPieceAsync(HashedFile input, ByteBuffer piece, Func<byte[], Task> taken, CancellationToken cancellationToken)
    {
        var answer = await client.PostLinesAsync(string.Create(CultureInfo.InvariantCulture, $"{path}/lines?offset={input.Position}"), piece.WrittenMemory, cancellationToken);
        if (answer.Failed(out var failure, out var output)) return failure;
        input.Pass(piece.Written);
        piece.Truncate(0);
        await taken(output);
        return null;
    }

    private static CliFailure TooLong(long offset) => new(
        ExitCode.Invalid, "line_too_long", string.Create(CultureInfo.InvariantCulture, $"The line that begins at byte {offset} is longer than 8 MiB."), "Export one row a line.");
}
