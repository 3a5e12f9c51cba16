using Microsoft.AspNetCore.Components;

namespace Portal.Client.Shared;

/// <summary>What the fields of a form share: label, help, the error that stands at their path, and waiting for the page.</summary>
public abstract class FieldBase<T> : ComponentBase, IDisposable
{
    readonly string id = $"field-{Guid.NewGuid():N}";

    [CascadingParameter]
    public FormErrors? Errors { get; set; }

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The field's path in the request, such as <c>persona.tone</c>.</summary>
    [Parameter]
    public string? Param { get; set; }

    [Parameter]
    public string? Help { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Parameter]
    public T Value { get; set; } = default!;

    [Parameter]
    public EventCallback<T> ValueChanged { get; set; }

    protected string Id => Param is null ? id : "field-" + Param.Replace('.', '-');

    protected string? Error => Param is null ? null : Errors?.At(Param);

    protected bool IsDisabled => Disabled || !RendererInfo.IsInteractive;

    protected string? DescribedBy => (Help, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-help",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-error {Id}-help",
    };

    protected override void OnInitialized()
    {
        if (Errors is not null) Errors.Changed += StateHasChanged;
    }

    protected override void OnParametersSet()
    {
        if (Param is not null) Errors?.Claim(Param);
    }

    public void Dispose()
    {
        if (Errors is not null) Errors.Changed -= StateHasChanged;
        GC.SuppressFinalize(this);
    }

    protected async Task Set(T value)
    {
        Value = value;
        if (Param is not null) Errors?.Clear(Param);
        await ValueChanged.InvokeAsync(value);
    }
}
