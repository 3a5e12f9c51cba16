using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Assistants;

/// <summary>How the draft is saved, also where somebody else has saved meanwhile.</summary>
public sealed partial class AssistantPage
{
    Task Save() => Save(Assistant?.Version);

    async Task Save(int? over)
    {
        (said, undo) = (null, null);
        if (Compose(true) is not { } input) return;
        saving = true;
        var answer = Assistant is { } present
            ? await service.Update(present.Id, input, over, Closing)
            : await service.Create(projectId!, input, Closing);
        saving = false;
        if (answer.Error is { Status: 412 })
        {
            await Conflict(input);
            return;
        }

        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        saved = draft!.Fingerprint();
        note = null;
        if (Id is null)
        {
            navigation.NavigateTo($"assistants/{answer.Value.Id}");
            return;
        }

        Assistant = answer.Value;
        Show();
        said = ($"Saved as version {Assistant.Version}.", Tone.Good);
    }

    /// <summary>The draft as a definition; null, and the fields say why, where it is not one.</summary>
    AssistantInput? Compose(bool toSave)
    {
        errors.Clear();
        var input = draft!.ToInput(errors);
        if (toSave && Id is null && projectId is null) errors.Set(ApiClient.ProjectHeader, "Choose the project that it belongs to.");
        return errors.Any ? null : input with { VersionNote = toSave && !string.IsNullOrWhiteSpace(note) ? note.Trim() : null };
    }

    AssistantInput? ComposeTry()
    {
        var input = Compose(false);
        StateHasChanged();
        return input;
    }

    async Task Conflict(AssistantInput mine)
    {
        var latest = await versions.List(Assistant!.Id, new ListQuery(1), Closing);
        newest = latest.Value?.Data[0];
        if (newest is null)
        {
            errors.Show(latest.Error!);
            return;
        }

        var differs = await versions.Compare(Assistant.ProjectId, new ComparisonInput { Before = newest.Assistant, After = mine with { VersionNote = null } }, Closing);
        var theirs = await versions.Compare(Assistant.ProjectId, new ComparisonInput { Before = Assistant.ToInput(), After = newest.Assistant }, Closing);
        var ours = await versions.Compare(Assistant.ProjectId, new ComparisonInput { Before = Assistant.ToInput(), After = mine with { VersionNote = null } }, Closing);
        if ((differs.Error ?? theirs.Error ?? ours.Error) is { } failed)
        {
            errors.Show(failed);
            return;
        }

        conflict!.Open(differs.Value!, Roots(theirs.Value!).Except(Roots(ours.Value!)));
    }

    /// <summary>Mine overwrites; the other two stand in the form, over the newest version, until they are saved.</summary>
    async Task Settle(ConflictDialog.Take take, IReadOnlyCollection<string> fields)
    {
        if (take is ConflictDialog.Take.Mine)
        {
            await Save(newest!.Version);
            StateHasChanged();
            return;
        }

        var mine = Compose(false)!;
        var read = await service.Get(Assistant!.Id, Closing);
        if (!read.IsSuccess)
        {
            errors.Show(read.Error);
            return;
        }

        Assistant = read.Value;
        Show();
        if (take is ConflictDialog.Take.Chosen) draft = AssistantDraft.From(DraftMerge.Take(mine, Assistant.ToInput(), fields));
        said = take is ConflictDialog.Take.Theirs
            ? ($"This is version {Assistant.Version}; your changes are gone.", Tone.Info)
            : ($"Put together over version {Assistant.Version}. Look it over, then save.", Tone.Info);
        StateHasChanged();
    }

    Task WasRestored(Assistant restored) => Apply(restored, $"Restored as version {restored.Version}.");

    static IEnumerable<string> Roots(AssistantComparison comparison) => comparison.Fields.Select(field => DraftMerge.RootOf(field.Field)).Distinct();
}
