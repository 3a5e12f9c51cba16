using System.Diagnostics.CodeAnalysis;
using Portal.Client.Api;

namespace Portal.Client.Shared;

/// <summary>
/// What is wrong with a form, by the path of the field (<c>persona.tone</c>): from the contract's own rules before it is
/// sent, and from the API's answer after. A field shows what stands at its path; the form shows the rest.
/// </summary>
public sealed class FormErrors
{
    readonly Dictionary<string, string> fields = [];
    readonly HashSet<string> shown = [];

    /// <summary>Fields draw themselves again by it, also in a dialog, which its own parent does not draw.</summary>
    public event Action? Changed;

    /// <summary>An answer that names no field of this form.</summary>
    public ApiError? Rest { get; private set; }

    public bool Any => fields.Count > 0 || Rest is not null;

    /// <summary>Tells the form that a field of this path is on the page.</summary>
    public void Claim(string path) => shown.Add(path);

    public string? At(string path) => fields.GetValueOrDefault(path);

    public void Set(string path, string message)
    {
        fields[path] = message;
        Changed?.Invoke();
    }

    public void Clear(string path)
    {
        if (fields.Remove(path)) Changed?.Invoke();
    }

    public void Clear()
    {
        fields.Clear();
        Rest = null;
        Changed?.Invoke();
    }

    /// <summary>Applies the contract's rules to a record that stands at a path (<c>persona.</c>); true where nothing is wrong yet.</summary>
    public bool Check<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T input, string at = "")
        where T : class
    {
        foreach (var (path, message) in ContractRules.Check(input, at)) fields.TryAdd(path, message);
        Changed?.Invoke();
        return fields.Count == 0;
    }

    /// <summary>Puts the API's error beside the nearest field that is shown: <c>tools[0].function.name</c>, else <c>tools</c>.</summary>
    public void Show(ApiError error)
    {
        for (var path = error.Param; path is { Length: > 0 }; path = Parent(path))
        {
            if (!shown.Contains(path)) continue;
            Set(path, error.Message);
            return;
        }

        Rest = error;
        Changed?.Invoke();
    }

    static string? Parent(string path) => path.LastIndexOfAny(['.', '[']) is var cut and > 0 ? path[..cut] : null;
}
