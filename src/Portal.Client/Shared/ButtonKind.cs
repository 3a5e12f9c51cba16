namespace Portal.Client.Shared;

public enum ButtonKind
{
    Plain,
    Primary,
    Danger,
    Quiet,
    Link,
}
