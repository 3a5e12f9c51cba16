namespace Portal.Client.Api;

/// <summary>Fields of the answer that a request may send back and that are then ignored, in their JSON names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadOnlyFieldsAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
