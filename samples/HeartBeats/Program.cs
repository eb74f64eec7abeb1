using LstmGen.Samples;
using LstmGen.Samples.HeartBeats;

return new SampleCommand(Job.Description, Job.Data, Job.Epochs).Run(args, Job.Run);
