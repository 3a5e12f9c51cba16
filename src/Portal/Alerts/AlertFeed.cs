namespace Portal.Alerts;

/// <summary>Tells open pages that alerts have changed. An alert that is opened is told of within its transaction, before it is on disk.</summary>
internal sealed class AlertFeed
{
    public event Action? Changed;

    public void Note() => Changed?.Invoke();
}
