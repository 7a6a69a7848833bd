using Microsoft.Playwright;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

public class AmendJourneyTests
{
    [Fact]
    public async Task The_clerk_changes_a_paper_the_chair_agrees_to_it_and_an_unplanned_vote_takes_three_presses()
    {
        await using var browser = await Browser.Open();
        var meeting = Room.Wuchang("V01", "V12");
        meeting["papers"]![1]!["enBloc"] = "unless-objected";
        await using var chamber = await Chamber.Empty(meeting);
        var clerk = await browser.Device(chamber.Address);
        var chair = await browser.Device(chamber.Address);
        await Browser.SignIn(clerk, chamber.Code(Roles.Clerk));
        await Browser.SignIn(chair, chamber.Code(Roles.PresidingOfficer));
        await Room.Tab(clerk, "议程");
        await Expect(clerk.Locator(".papers li")).ToHaveCountAsync(2);
        var file = await clerk.RunAndWaitForDownloadAsync(() => clerk.GetByRole(AriaRole.Link, new() { Name = "下载会议文件" }).ClickAsync());
        Assert.Equal("meeting.json", file.SuggestedFilename);
        await Browser.Picture(clerk, "clerk-papers");
        await Browser.Accessible(clerk);
        await clerk.Locator(".papers li").First.GetByRole(AriaRole.Button, new() { Name = "修改" }).ClickAsync();
        await clerk.Locator("#q-title-0").FillAsync("关于接受辞职的决议（修改稿）");
        await clerk.Locator("#q-rule-0").SelectOptionAsync("two-thirds-of-all");
        await clerk.Locator("#act-reason").FillAsync("会议决定修改文字");
        await Browser.Picture(clerk, "clerk-change-paper");
        await Browser.Accessible(clerk);
        await clerk.GetByRole(AriaRole.Button, new() { Name = "提出修改" }).ClickAsync();
        await Expect(clerk.GetByText("由您提出，须由另一名工作人员核对同意。")).ToBeVisibleAsync();
        Assert.Equal(0, await clerk.GetByRole(AriaRole.Button, new() { Name = "同意修改" }).CountAsync());

        await Expect(chair.Locator(".amendments")).ToContainTextAsync("全体组成人员三分之二以上");
        await Browser.Picture(chair, "chair-amendment");
        await Browser.Accessible(chair);
        await chair.GetByRole(AriaRole.Button, new() { Name = "同意修改" }).ClickAsync();
        await Expect(chair.Locator(".amendments")).ToHaveCountAsync(0);

        await Room.Next(chair, "宣布开会");
        await chair.GetByRole(AriaRole.Button, new() { Name = "临时表决" }).ClickAsync();
        await Expect(chair.Locator(".unplanned .preset").First).ToBeEnabledAsync();
        await Browser.Picture(chair, "chair-unplanned");
        await Browser.Accessible(chair);
        var selection = chair.Locator(".unplanned .selection");
        await selection.Locator("summary").ClickAsync();
        await Expect(selection.Locator(".preset").First).ToBeDisabledAsync();
        await selection.Locator("textarea").FillAsync("老旧小区改造\n背街小巷整治\n社区食堂");
        await selection.Locator("input").FillAsync("2");
        await Expect(selection.Locator(".preset").First).ToBeEnabledAsync();
        await selection.ScrollIntoViewIfNeededAsync();
        await Browser.Picture(chair, "chair-unplanned-selection");
        await Browser.Accessible(chair);
        await chair.Locator(".unplanned .preset").First.ClickAsync();
        await Room.Next(chair, "开始表决");
        await Expect(chair.Locator(".conduct").GetByRole(AriaRole.Button, new() { Name = "结束表决" })).ToBeVisibleAsync();
        await Expect(chair.Locator(".conduct h2")).ToContainTextAsync("临时动议");

        await clerk.Locator(".papers li").Filter(new() { HasText = "任免" }).GetByRole(AriaRole.Button, new() { Name = "合并表决" }).ClickAsync();
        await clerk.GetByLabel("免去李明泉").CheckAsync();
        await Browser.Picture(clerk, "clerk-en-bloc");
        await Browser.Accessible(clerk);
        await clerk.Locator(".reason button.main").ClickAsync();
        // Five together and one alone, in the place of the one paper.
        await Expect(clerk.Locator(".papers li").Filter(new() { HasText = "任免" })).ToHaveCountAsync(2);
    }
}
