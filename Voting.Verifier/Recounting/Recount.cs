using Voting.Verifier.Files;
using Voting.Verifier.Json;

namespace Voting.Verifier.Recounting;

/// <summary>`recount`: what the rules make of a meeting file and a ballots script.</summary>
internal static class Recount
{
    private const int MeetingMebibytes = 16;
    private const int ScriptMebibytes = 256;

    public static int Run(string meetingPath, string scriptPath, Stream output, TextWriter errors)
    {
        var reading = meetingPath;
        try
        {
            using var meetingFile = JsonFile.Read(meetingPath, MeetingMebibytes);
            var meeting = MeetingReader.Read(meetingFile.Root);
            reading = scriptPath;
            using var scriptFile = JsonFile.Read(scriptPath, ScriptMebibytes);
            var script = ScriptReader.Read(scriptFile.Root, meeting);
            Report.Write(meeting, Rehearsal.Hold(meeting, script), output);
            return Exit.Sound;
        }
        catch (RefusedException refused)
        {
            errors.WriteLine($"{reading}: {refused.Wrong}");
            return Exit.Unreadable;
        }
        catch (StoppedException stopped)
        {
            errors.WriteLine($"{reading}: {stopped.Wrong}");
            return Exit.NotSound;
        }
    }
}
