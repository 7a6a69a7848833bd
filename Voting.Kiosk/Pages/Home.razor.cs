using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Voting.Domain.Contracts;
using Voting.Kiosk.Lines;
using Voting.Kiosk.Screens;
using Voting.Kiosk.Words;

namespace Voting.Kiosk.Pages;

public sealed partial class Home
{
    private HomeScreen _screen = new();
    private HubLine? _line;
    private Wording _words = Wording.Chinese;

    /// <summary>What the server painted, handed to the program in the browser.</summary>
    [PersistentState]
    public Snapshot? Painted { get; set; }

    [PersistentState]
    public string? Language { get; set; }

    [PersistentState]
    public bool? AsksFactor { get; set; }

    /// <summary>The program has loaded: buttons do something.</summary>
    private bool IsAlive => RendererInfo.IsInteractive;

    private string? LineText => !IsAlive ? _words.GettingReady : _screen.Line switch
    {
        Line.Connecting => _words.Connecting,
        Line.Reconnecting => _words.Reconnecting,
        Line.Elsewhere => _words.Elsewhere,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        Language ??= Visit.Language;
        AsksFactor ??= Visit.AsksFactor;
        Painted ??= await Visit.Picture();
        _words = Wording.For(Language);
        if (IsAlive)
        {
            _screen = Services.GetRequiredService<HomeScreen>();
            _line = Services.GetRequiredService<HubLine>();
            _screen.Changed += Show;
        }

        _screen.SignIn.AsksFactor = AsksFactor.Value;
        if (Painted is not { } picture) return;
        _screen.SetLine(Line.Connecting);
        await _screen.Picture(picture);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _line is null) return;
        if (_screen.IsSignedIn) await _line.Connect();
        else await SignInByPicture();
    }

    // The picture that a tablet scanned has brought a code along.
    private async Task SignInByPicture()
    {
        if (await Browser.InvokeAsync<string?>("kiosk.takeCode") is not { } code) return;
        _screen.SignIn.Code = code;
        await SignIn();
        Show();
    }

    private async Task SignIn()
    {
        if (await _screen.SignIn.SignIn(_line!.SignIn) is null) return;
        _screen.SetLine(Line.Connecting);
        await _line.Connect();
    }

    private Task SignOut() => _line!.SignOut();

    private Task Cast() => _screen.Cast(_line!, HubLine.BeforeSendingAgain);

    private Task CastTest() => _screen.CastTest(_line!, HubLine.BeforeSendingAgain);

    private async Task SwitchLanguage()
    {
        _words = _words.Other;
        Language = _words.Tag;
        await Browser.SetValueAsync("document.documentElement.lang", _words.Tag);
        // The server paints the next page in it.
        await Browser.SetValueAsync("document.cookie", $"language={_words.Tag};path=/;max-age=31536000;samesite=strict");
    }

    private void Show() => _ = InvokeAsync(StateHasChanged);

    public void Dispose() => _screen.Changed -= Show;
}
