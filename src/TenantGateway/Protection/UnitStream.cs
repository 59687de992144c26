using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>
/// A body that goes through its plan unit by unit while it is read: nothing of a unit is given before it is through, and nothing is held but that unit. A unit that is refused
/// ends the stream with a fault, so that whoever carries it cuts its other side off.
/// </summary>
/// <param name="source">What arrives; stays the caller's.</param>
/// <param name="splitter">Cuts it; becomes this stream's.</param>
/// <param name="plan">What is done to each unit.</param>
/// <param name="units">What they share.</param>
/// <param name="pipeline">Does it.</param>
/// <param name="verdict">Takes the reason of an end that is none.</param>
/// <param name="time">Says how long what is held back has waited.</param>
internal sealed class UnitStream(Stream source, UnitSplitter splitter, UnitPlan plan, UnitContext units, UnitPipeline pipeline, StreamVerdict verdict, TimeProvider time) : ForwardBody
{
    // What a service has sent already is gathered up to so much: a record for every few KB would make the disk the measure.
    private const int Window = 1024 * 1024;

    private ReadOnlyMemory<byte> _ready;
    private ByteBuffer? _rewritten;
    private Task<int>? _arriving;
    private (int Count, long At) _progress;
    private bool _hasGiven;
    private ReadGate _gate;

    /// <summary>Takes the first unit through, so that it can be refused before anything is forwarded.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken) => _ = await ReadAsync(Memory<byte>.Empty, cancellationToken);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _gate.Enter(this);
        try
        {
            while (_ready.IsEmpty && await TakeNextAsync(cancellationToken))
            {
            }

            var count = Math.Min(buffer.Length, _ready.Length);
            _ready.Span[..count].CopyTo(buffer.Span);
            _ready = _ready[count..];
            _hasGiven |= count > 0;
            return count;
        }
        finally
        {
            if (_gate.Leave()) Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _gate.Close()) Release();
        base.Dispose(disposing);
    }

    // Gives false at the end.
    private async ValueTask<bool> TakeNextAsync(CancellationToken cancellationToken)
    {
        if (verdict.Refusal is not null) throw new IOException("The body has been refused.");
        _rewritten?.Dispose();
        _rewritten = null;
        if (splitter.TryTake(out var piece))
        {
            _ready = piece.Inspect ? await InspectAsync(piece.Bytes, cancellationToken) : piece.Bytes;
            return true;
        }

        if (splitter.Refused is { } reason) throw await RefuseAsync(pipeline.RefuseUnit(units, plan, reason), cancellationToken);
        if (splitter.IsComplete) return false;
        await GatherAsync(cancellationToken);
        return true;
    }

    // Waits for the first bytes alone. Once none are there a read is left under way, and what has come goes on meanwhile. Not of a caller's: parts of forms move while they are taken, and little is recorded.
    private async ValueTask GatherAsync(CancellationToken cancellationToken)
    {
        var (gathered, arriving) = (0, _arriving);
        _arriving = null;
        while (true)
        {
            arriving ??= source.ReadAsync(splitter.Free(), cancellationToken).AsTask();
            if (!arriving.IsCompleted && (gathered > 0 || !await IsWorthWaitingAsync(arriving, cancellationToken)))
            {
                _arriving = arriving;
                return;
            }

            var count = await EndOfReadAsync(arriving, cancellationToken);
            arriving = null;
            if (count == 0) splitter.Complete();
            else splitter.Advance(count);
            gathered += count;
            if (count == 0 || gathered >= Window || plan.FromCaller) return;
        }
    }

    // What is held back for the rest of a token goes on without it where none comes.
    private async ValueTask<bool> IsWorthWaitingAsync(Task arriving, CancellationToken cancellationToken)
    {
        if (splitter.Patience is not { } patience) return true;
        if (_progress.Count != splitter.Progress) _progress = (splitter.Progress, time.GetTimestamp());
        // What else comes meanwhile, such as a ping, is none of it.
        if (await ComesAsync(arriving, patience - time.GetElapsedTime(_progress.At), cancellationToken)) return true;
        splitter.LetGo();
        return false;
    }

    private async ValueTask<bool> ComesAsync(Task arriving, TimeSpan within, CancellationToken cancellationToken)
    {
        if (within <= TimeSpan.Zero) return false;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var comes = await Task.WhenAny(arriving, Task.Delay(within, time, over.Token)) == arriving || cancellationToken.IsCancellationRequested;
        await over.CancelAsync();
        return comes;
    }

    private async ValueTask<int> EndOfReadAsync(Task<int> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read;
        }
        catch (UndecodableException fault)
        {
            throw await RefuseAsync(pipeline.RefuseUnit(units, plan, fault.Reason, fault.Cause), cancellationToken);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> InspectAsync(ReadOnlyMemory<byte> unit, CancellationToken cancellationToken)
    {
        UnitOutcome outcome;
        try
        {
            outcome = await pipeline.RunAsync(units, plan, unit, cancellationToken);
        }
        catch (Exception fault) when (fault is AuditUnavailableException or KeyServiceException)
        {
            // Told apart here: whoever carries the stream wraps what it throws.
            throw await RefuseAsync(fault is KeyServiceException keys ? keys.Refusal : new Refusal(Reasons.AuditUnavailable), cancellationToken);
        }

        if (outcome.Refusal is { } refusal) throw await RefuseAsync(refusal, cancellationToken);
        _rewritten = outcome.Rewritten;
        return _rewritten?.WrittenMemory ?? unit;
    }

    private async ValueTask<IOException> RefuseAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        verdict.Refuse(refusal);
        if (_hasGiven) await pipeline.RecordAbortAsync(units, refusal.Reason, cancellationToken);
        return new IOException("A unit of the body has been refused.");
    }

    private void Release()
    {
        _rewritten?.Dispose();
        // A read that is under way still writes into what the splitter holds.
        if (_arriving is { } arriving) _ = ReleaseAfterAsync(arriving);
        else splitter.Dispose();
    }

    private async Task ReleaseAfterAsync(Task<int> arriving)
    {
        try
        {
            // So that it is cleared with the rest.
            splitter.Advance(await arriving);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException)
        {
            // Nobody reads any more.
        }
        finally
        {
            splitter.Dispose();
        }
    }
}
