namespace Portal.Client.Api;

/// <summary>A contract that takes one of several JSON forms.</summary>
/// <param name="words">The forms in words, for the error: "a string or an array of parts".</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OneOfAttribute(string words, params Type[] types) : Attribute
{
    public string Words { get; } = words;

    public IReadOnlyList<Type> Types { get; } = types;
}
