using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Policies;

public sealed partial class PolicyPage
{
    readonly FormErrors errors = new();
    ConfirmDialog? archive;
    PolicyDraft? draft;
    ApiError? error;
    string? shown;
    string? saved;
    string? note;
    string? said;
    bool saving;

    /// <summary>Null for a new one.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>Of a new one.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [PersistentState]
    public Policy? Policy { get; set; }

    [PersistentState]
    public ListPage<PolicyAttachment>? Attachments { get; set; }

    [PersistentState]
    public ListPage<PolicyVersion>? Versions { get; set; }

    [PersistentState]
    public IReadOnlyList<string>? Entities { get; set; }

    IReadOnlyList<string> Custom => Entities ?? [];

    string Title => Id is not null ? "Policy" : NewKind == PolicyKind.Privacy ? "Create privacy policy" : "Create safety policy";

    PolicyKind NewKind => Wording.Parse<PolicyKind>(Kind) ?? PolicyKind.Safety;

    bool ReadOnly => Policy is { Archived: true };

    bool Dirty => draft is not null && Fingerprint(draft.ToInput()) != saved;

    string? Status => Dirty ? "Unsaved changes" : said;

    string ModeHelp => draft!.Mode switch
    {
        Assistants.PrivacyMode.Off => "Messages go to the provider and back as they are.",
        Assistants.PrivacyMode.Standard => "Personal data that is not allowed is flagged in replies.",
        _ => "Providers are told pseudonyms such as [EMAIL_1]; personal data that is not allowed is taken out of replies.",
    };

    protected override async Task OnParametersSetAsync()
    {
        if (!ManagesOrganization || shown == (Id ?? $"new {NewKind}")) return;
        shown = Id ?? $"new {NewKind}";
        if (Id is null)
        {
            Policy = null;
            Entities ??= await ReadEntities();
            Show(new() { Kind = NewKind, Name = "" });
        }
        else if (Policy?.Id == Id)
        {
            Show(Policy.ToInput());
        }
        else
        {
            await Load();
        }
    }

    async Task Load()
    {
        var answer = await Service.Get(Id!, Closing);
        error = answer.Error;
        if (!answer.IsSuccess) return;
        Attachments = (await Service.ListAttachments(Id!, Closing)).Value;
        Versions = (await Service.ListVersions(Id!, new(20), Closing)).Value;
        Entities ??= await ReadEntities();
        Policy = answer.Value;
        Show(Policy.ToInput());
    }

    async Task<IReadOnlyList<string>> ReadEntities() => (await Service.ListEntities(Closing)).Value?.Data.Select(entity => entity.Name).ToArray() ?? [];

    void Show(PolicyInput input)
    {
        draft = new(input);
        saved = Fingerprint(draft.ToInput());
        note = null;
    }

    void Add(string? type)
    {
        if (!string.IsNullOrEmpty(type)) draft!.Rules.Add(RuleDraft.New(type));
    }

    void Remove(RuleDraft rule)
    {
        errors.Clear();
        draft!.Rules.Remove(rule);
    }

    async Task Save()
    {
        errors.Clear();
        var input = draft!.ToInput();
        if (!errors.Check(input)) return;
        input = input with { VersionNote = string.IsNullOrWhiteSpace(note) ? null : note.Trim() };
        saving = true;
        var answer = Policy is null
            ? await Service.Create(input, CancellationToken.None)
            : await Service.Update(Policy.Id, input, Policy.Version, CancellationToken.None);
        saving = false;
        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        var isNew = Policy is null;
        await Took(answer.Value, "Saved. It holds from the next message on.");
        if (isNew) Navigation.NavigateTo($"policies/{answer.Value.Id}");
    }

    async Task Restore(PolicyVersion version)
    {
        var answer = await Service.Restore(Policy!.Id, version.Version, CancellationToken.None);
        if (answer.IsSuccess) await Took(answer.Value, $"Version {version.Version} is the newest again.");
        else errors.Show(answer.Error);
    }

    async Task Took(Policy newest, string words)
    {
        Policy = newest;
        shown = newest.Id;
        Show(newest.ToInput());
        said = words;
        Versions = (await Service.ListVersions(newest.Id, new(20), CancellationToken.None)).Value;
        Attachments ??= (await Service.ListAttachments(newest.Id, CancellationToken.None)).Value;
    }

    async Task<ApiError?> Archive()
    {
        var answer = await Service.Archive(Policy!.Id, CancellationToken.None);
        if (!answer.IsSuccess) return answer.Error;
        saved = Fingerprint(draft!.ToInput());
        Navigation.NavigateTo("policies");
        return null;
    }

    static string Fingerprint(PolicyInput input) => JsonSerializer.Serialize(input, ApiJson.Default.PolicyInput);
}
