using LstmGen.Samples;
using LstmGen.Samples.Translation;

return new SampleCommand(Job.Description, Job.Data, Job.Epochs) { Job.Width, Job.Ask }.Run(args, Job.Run);
