namespace Portal.Client.Layout;

/// <summary>Tells the shell that the person's own account has changed, so that every page shows it as it is.</summary>
public sealed class SessionChanges
{
    public event Action? Changed;

    public void Notify() => Changed?.Invoke();
}
