namespace TenantGateway.Core.State;

/// <summary>
/// Words between the processes of one deployment: there is something new to look at. A notice holds no data and decides nothing. It may be lost, late,
/// doubled or forged, so that whoever hears one looks for itself, and looks in intervals as well. There where processes have a way to tell each other.
/// </summary>
public interface INotices
{
    /// <summary>Tells the others. Returns at once; where they cannot be reached the notice is lost.</summary>
    /// <param name="subject">What has changed.</param>
    /// <param name="version">What it is now, so that who knows that already need not look.</param>
    void Tell(NoticeSubject subject, long version);

    /// <summary>Hears what the others tell, to the end of the process.</summary>
    /// <param name="subject">What to hear about.</param>
    /// <param name="heard">
    /// Gets what the other one calls the version; null where notices may have been lost, in either direction. Called on any thread, as often as anybody
    /// likes; it returns at once and does not throw.
    /// </param>
    void Listen(NoticeSubject subject, Action<long?> heard);
}
